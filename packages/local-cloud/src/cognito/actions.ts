import { z } from 'zod';
import type { Directory } from './directory.ts';
import { CognitoError, invalid, notAuthorized } from './error.ts';
import type { PoolClient } from './pools.ts';
import { associate, initiateAuth, respond, verify } from './sign-in.ts';
import type { User } from './users.ts';

/** One action: input as JSON, output as JSON. */
export type Action = (directory: Directory, input: unknown) => object | Promise<object>;

const OfUser = z.object({ UserPoolId: z.string(), Username: z.string() });
const Attributes = z.array(z.object({ Name: z.enum(['email', 'email_verified']), Value: z.string() }));

const attributesOf = (all: z.infer<typeof Attributes>) => {
  const value = (name: string) => all.find(({ Name }) => Name === name)?.Value;
  return { email: value('email'), verified: value('email_verified') === 'true' };
};

const listed = ({ sub, email, verified }: User) => [
  { Name: 'sub', Value: sub },
  { Name: 'email', Value: email },
  { Name: 'email_verified', Value: String(verified) },
];

const statusOf = ({ password, temporaryUntil }: User): string =>
  password && temporaryUntil === undefined ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';

const Create = OfUser.extend({
  MessageAction: z.literal('SUPPRESS', 'this service sends no mail: MessageAction must be SUPPRESS'),
  TemporaryPassword: z.string().optional(),
  UserAttributes: Attributes.default([]),
});

const createUser: Action = async ({ users, pool }, input) => {
  const { UserPoolId, Username, TemporaryPassword, UserAttributes } = Create.parse(input);
  const { email = Username, verified } = attributesOf(UserAttributes);
  if (email !== Username) throw invalid('The name is the address.');
  const user = users.add(pool(UserPoolId), Username, verified);
  if (TemporaryPassword === undefined) return { User: { ...viewOf(user), Attributes: listed(user) } };
  const withPassword = await users
    .withPassword(pool(UserPoolId), user, TemporaryPassword, false)
    .catch((error: unknown) => {
      users.delete(user);
      throw error;
    });
  users.put(withPassword);
  return { User: { ...viewOf(withPassword), Attributes: listed(withPassword) } };
};

const viewOf = (user: User) => ({ Username: user.sub, Enabled: true, UserStatus: statusOf(user) });

const getUser: Action = ({ users, pool }, input) => {
  const { UserPoolId, Username } = OfUser.parse(input);
  const user = users.get(pool(UserPoolId), Username);
  return { ...viewOf(user), UserAttributes: listed(user) };
};

const deleteUser: Action = ({ users, sessions, pool }, input) => {
  const { UserPoolId, Username } = OfUser.parse(input);
  const user = users.get(pool(UserPoolId), Username);
  users.delete(user);
  sessions.endAll(user);
  return {};
};

const SetPassword = OfUser.extend({ Password: z.string(), Permanent: z.boolean().default(false) });

const setPassword: Action = async ({ users, pool, lockout }, input) => {
  const { UserPoolId, Username, Password, Permanent } = SetPassword.parse(input);
  const user = users.get(pool(UserPoolId), Username);
  users.put(await users.withPassword(pool(UserPoolId), user, Password, Permanent));
  lockout.right(user.id);
  return {};
};

const Update = OfUser.extend({ UserAttributes: Attributes });

const updateAttributes: Action = ({ users, pool }, input) => {
  const { UserPoolId, Username, UserAttributes } = Update.parse(input);
  const its = pool(UserPoolId);
  const user = users.get(its, Username);
  const { email = user.email, verified } = attributesOf(UserAttributes);
  if (email !== user.email && its.verifiesAddresses && !verified)
    throw invalid('A new address that is not verified would get a code, and this service sends no mail.');
  const other = users.find(its, email);
  if (other && other.id !== user.id)
    throw new CognitoError('AliasExistsException', 'An account with the email already exists.');
  users.put({ ...user, email, verified });
  return {};
};

const signOut: Action = ({ users, sessions, pool }, input) => {
  const { UserPoolId, Username } = OfUser.parse(input);
  sessions.endAll(users.get(pool(UserPoolId), Username));
  return {};
};

const InGroup = OfUser.extend({ GroupName: z.string() });

const addToGroup: Action = ({ users, pool }, input) => {
  const { UserPoolId, Username, GroupName } = InGroup.parse(input);
  const its = pool(UserPoolId);
  if (!its.groups.includes(GroupName)) throw new CognitoError('ResourceNotFoundException', 'Group not found.');
  const user = users.get(its, Username);
  users.put({ ...user, groups: [...new Set([...user.groups, GroupName])] });
  return {};
};

const Describe = z.object({ UserPoolId: z.string(), ClientId: z.string() });

const describeClient: Action = (directory, input) => {
  const { UserPoolId, ClientId } = Describe.parse(input);
  const { client } = directory.client(ClientId, UserPoolId);
  const secret = client.hasSecret ? { ClientSecret: directory.secretOf(client) } : {};
  return { UserPoolClient: { UserPoolId, ClientId, ExplicitAuthFlows: client.flows, ...secret } };
};

const proven = (directory: Directory, client: PoolClient, secret: string | undefined): void => {
  if (client.hasSecret && secret !== directory.secretOf(client)) throw notAuthorized('Invalid client secret');
};

const Refresh = z.object({ ClientId: z.string(), ClientSecret: z.string().optional(), RefreshToken: z.string() });

const refresh: Action = (directory, input) => {
  const { ClientId, ClientSecret, RefreshToken } = Refresh.parse(input);
  const { pool, client } = directory.client(ClientId);
  proven(directory, client, ClientSecret);
  if (!client.flows.includes('ALLOW_REFRESH_TOKEN_AUTH')) throw invalid('Refreshing is not enabled for this client.');
  return { AuthenticationResult: directory.sessions.refresh(pool, client, RefreshToken) };
};

const Revoke = z.object({ ClientId: z.string(), ClientSecret: z.string().optional(), Token: z.string() });

const revoke: Action = (directory, input) => {
  const { ClientId, ClientSecret, Token } = Revoke.parse(input);
  const { client } = directory.client(ClientId);
  proven(directory, client, ClientSecret);
  if (!client.revokes)
    throw new CognitoError('UnsupportedOperationException', 'Revocation is not enabled for this client.');
  directory.sessions.revoke(client, Token);
  return {};
};

/** Every action that is served; those that need no signature are what a token or a session proves. */
export const actions: Readonly<Record<string, { run: Action; unsigned?: true }>> = {
  AdminAddUserToGroup: { run: addToGroup },
  AdminCreateUser: { run: createUser },
  AdminDeleteUser: { run: deleteUser },
  AdminGetUser: { run: getUser },
  AdminInitiateAuth: { run: initiateAuth },
  AdminRespondToAuthChallenge: { run: respond },
  AdminSetUserPassword: { run: setPassword },
  AdminUpdateUserAttributes: { run: updateAttributes },
  AdminUserGlobalSignOut: { run: signOut },
  AssociateSoftwareToken: { run: associate, unsigned: true },
  DescribeUserPoolClient: { run: describeClient },
  GetTokensFromRefreshToken: { run: refresh, unsigned: true },
  RevokeToken: { run: revoke, unsigned: true },
  VerifySoftwareToken: { run: verify, unsigned: true },
};
