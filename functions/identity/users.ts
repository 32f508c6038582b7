import * as z from 'zod/mini';
import { Unavailable } from '../kit/http/problem.ts';
import { isRefusal, refuse, type Refusal } from '../kit/value/result.ts';
import type { Cognito, Json } from './cognito.ts';
import type { PoolName } from './pools.ts';

/** What the functions here need: Cognito as `port:identity` makes it. */
export type IdentityPorts = { identity: Cognito };

/** A user of a pool: what Cognito knows of a customer beside a password. */
export type User = { id: string; email: string; verified: boolean };

const attributes = z.array(z.object({ Name: z.string(), Value: z.optional(z.string()) }));
const Created = z.object({ User: z.object({ Attributes: attributes }) });
const Found = z.object({ UserAttributes: attributes });

const userOf = (all: z.infer<typeof attributes>): User => {
  const value = (name: string): string => all.find(({ Name }) => Name === name)?.Value ?? '';
  return { id: value('sub'), email: value('email'), verified: value('email_verified') === 'true' };
};

/**
 * Calls an action on one user of a pool. Throws Unavailable when a limit is reached: what is to be done to a user has not been done then,
 * and whoever called does it again.
 */
const onUser = async (
  pool: PoolName,
  action: string,
  username: string,
  more: Json,
  { identity }: IdentityPorts,
): Promise<Json | Refusal<'refused' | 'taken'>> => {
  const { UserPoolId } = await identity.clientOf(pool);
  const answer = await identity.call(action, { UserPoolId, Username: username, ...more });
  if (!isRefusal(answer)) return answer;
  if (answer.refused === 'limited') throw new Unavailable('a limit of Cognito');
  return refuse(answer.refused);
};

const addressOf = (email: string, verified: boolean): Json => ({
  UserAttributes: [
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: String(verified) },
  ],
});

/**
 * Makes a customer's user, who has no password yet and whose address is not verified; Cognito writes to nobody. Refuses with `taken`
 * when the address has a user, and with `refused` an address that Cognito does not take.
 */
export const createUser = async (email: string, ports: IdentityPorts): Promise<User | Refusal<'refused' | 'taken'>> => {
  const more = { MessageAction: 'SUPPRESS', ...addressOf(email, false) };
  const answer = await onUser('customers', 'AdminCreateUser', email, more, ports);
  return isRefusal(answer) ? answer : userOf(z.parse(Created, answer).User.Attributes);
};

/** Returns the customer's user of an address or an id; undefined where there is none. */
export const findUser = async (username: string, ports: IdentityPorts): Promise<User | undefined> => {
  const answer = await onUser('customers', 'AdminGetUser', username, {}, ports);
  return isRefusal(answer) ? undefined : userOf(z.parse(Found, answer).UserAttributes);
};

/** Deletes a customer's user; one that is not there is deleted. */
export const deleteUser = async (id: string, ports: IdentityPorts): Promise<void> => {
  await onUser('customers', 'AdminDeleteUser', id, {}, ports);
};

/** Sets a customer's password for good. Refuses one that the policy does not take, and an unknown user. */
export const setPassword = async (
  id: string,
  password: string,
  ports: IdentityPorts,
): Promise<Refusal<'refused'> | undefined> => {
  const more = { Password: password, Permanent: true };
  const answer = await onUser('customers', 'AdminSetUserPassword', id, more, ports);
  return isRefusal(answer) ? refuse('refused') : undefined;
};

/** Gives a customer's user an address that is verified, in place of the one before. Refuses with `taken` when another user has it. */
export const changeEmail = async (
  id: string,
  email: string,
  ports: IdentityPorts,
): Promise<Refusal<'refused' | 'taken'> | undefined> => {
  const answer = await onUser('customers', 'AdminUpdateUserAttributes', id, addressOf(email, true), ports);
  return isRefusal(answer) ? answer : undefined;
};

/** Says that the address of a customer's user is verified. Refuses an unknown user. */
export const setVerified = async (id: string, ports: IdentityPorts): Promise<Refusal<'refused'> | undefined> => {
  const more = { UserAttributes: [{ Name: 'email_verified', Value: 'true' }] };
  const answer = await onUser('customers', 'AdminUpdateUserAttributes', id, more, ports);
  return isRefusal(answer) ? refuse('refused') : undefined;
};

/**
 * Makes every refresh token of a user void. Access tokens that are out go on for their five minutes as far as Cognito is concerned:
 * the account's row ends them. An unknown user has none.
 */
export const signOutEverywhere = async (id: string, ports: IdentityPorts): Promise<void> => {
  await onUser('customers', 'AdminUserGlobalSignOut', id, {}, ports);
};

/** Makes every refresh token of a member of staff void, likewise. */
export const signStaffOutEverywhere = async (id: string, ports: IdentityPorts): Promise<void> => {
  await onUser('staff', 'AdminUserGlobalSignOut', id, {}, ports);
};
