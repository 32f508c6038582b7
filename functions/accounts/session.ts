import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { AccessToken } from '../identity/public.ts';
import { staffGroups } from '../kit/contract/contract.ts';
import type { Session } from '../kit/http/session.ts';
import type { Ports } from '../kit/ports.ts';
import { fromItem, toItem } from '../kit/store/client.ts';

/** What a row says of sign-ins: those not after `validAfter` (epoch seconds) have ended, and so have the revoked ones. */
const ended = { validAfter: z.number(), revoked: z.optional(z.record(z.string(), z.number())) };

const Account = z.object({
  ...ended,
  person: z.string(),
  status: z.enum(['unconfirmed', 'active', 'deactivated', 'suspended', 'closed']),
  persons: z.optional(z.array(z.string())),
  joined: z.optional(z.record(z.string(), z.number())),
});

const Member = z.object({ ...ended, status: z.enum(['active', 'suspended']) });

/**
 * Returns whether a sign-in goes on. Its time is cut to whole seconds, so that one of the same second as the end of all sessions
 * may have been before it, and counts as ended.
 */
const goesOn = (
  { authTime, origin }: AccessToken,
  row: { validAfter: number; revoked?: Record<string, number> | undefined },
): boolean => authTime > row.validAfter && !Object.hasOwn(row.revoked ?? {}, origin);

const read = async <S extends z.ZodMiniType>(
  table: 'accounts.accounts' | 'accounts.staff',
  schema: S,
  id: string,
  { dynamo, table: named }: Pick<Ports, 'dynamo' | 'table'>,
): Promise<z.output<S> | undefined> => {
  const key = { TableName: named(table), Key: toItem({ id }), ConsistentRead: true };
  return fromItem(schema, (await dynamo.send(new GetItemCommand(key))).Item);
};

const customerOf = async (token: AccessToken, ports: Pick<Ports, 'dynamo' | 'table'>): Promise<Session | undefined> => {
  const row = await read('accounts.accounts', Account, token.id, ports);
  if (!row || !goesOn(token, row) || (row.status !== 'active' && row.status !== 'deactivated')) return undefined;
  const { person, persons = [], joined = {}, status } = row;
  const times = Object.entries(joined).map(([id, at]) => [id, new Date(at * 1000)] as const);
  const authTime = new Date(token.authTime * 1000);
  return {
    kind: 'customer',
    id: token.id,
    person,
    persons: [...new Set([person, ...persons])],
    joined: Object.fromEntries(times),
    state: status,
    authTime,
  };
};

/** A member of staff has a row once a session of theirs was ended. */
const staffOf = async (token: AccessToken, ports: Pick<Ports, 'dynamo' | 'table'>): Promise<Session | undefined> => {
  const row = await read('accounts.staff', Member, token.id, ports);
  if (row && (!goesOn(token, row) || row.status !== 'active')) return undefined;
  return { kind: 'staff', id: token.id, groups: staffGroups.filter((group) => token.groups.includes(group)) };
};

/**
 * Returns the session of an access token that is genuine; undefined when it was ended, or when the account is not one that may
 * sign in. The row is read consistently: what was ended a moment ago has ended.
 */
export const sessionOf = (token: AccessToken, ports: Pick<Ports, 'dynamo' | 'table'>): Promise<Session | undefined> =>
  token.pool === 'staff' ? staffOf(token, ports) : customerOf(token, ports);
