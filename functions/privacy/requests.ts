import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { fromItem, toItem } from '../kit/store/client.ts';
import { apply, type Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { daySeconds, seconds } from '../kit/value/time.ts';
import { kinds, linkFor, moves, reasons, requestKeptDays, states, type Kept, type State } from './domain/request.ts';
import { linkEnds } from './times.ts';

const KeptRow = z.object({
  order: z.string(),
  reason: z.enum(reasons),
  until: z.optional(z.string()),
});

/** A request as it is stored. `person` is made for a request by mail, and is that of the account otherwise. */
export const RequestRow = z.object({
  id: z.string(),
  kind: z.enum(kinds),
  via: z.enum(['mail', 'profile', 'staff']),
  person: z.string(),
  /** The group of staff that sees to it. */
  owner: z.string(),
  state: z.enum(states),
  askedAt: z.string(),
  dueAt: z.string(),
  answeredAt: z.optional(z.string()),
  /** How many persons were erased, and what of others is kept for now. */
  erased: z.optional(z.int()),
  keeps: z.optional(z.array(KeptRow)),
  open: z.optional(z.string()),
  checkAt: z.optional(z.int()),
});
export type PrivacyRequest = z.infer<typeof RequestRow>;

/** The table of requests, by its qualified name. */
export const table = 'privacy.requests';
type Store = Pick<Ports, 'dynamo' | 'table'>;

/** A new request; by mail it waits for its link to be used. */
export type NewRequest = Pick<PrivacyRequest, 'id' | 'kind' | 'via' | 'person'> & {
  at: Date;
  due: Date;
};

/** Returns the row of a new request, to be put once. */
export const requestPut = (
  { at, due: dueOn, ...request }: NewRequest,
  { table: named }: Pick<Store, 'table'>,
): Write => {
  const confirmed = request.via !== 'mail';
  const row = {
    ...request,
    owner: 'privacy',
    state: confirmed ? 'confirmed' : 'asked',
    askedAt: at.toISOString(),
    dueAt: dueOn.toISOString(),
    open: 'y',
    checkAt: seconds(at) + (confirmed ? 60 : linkFor / 1000),
  };
  return { Put: { TableName: named(table), Item: toItem(row), ConditionExpression: 'attribute_not_exists(id)' } };
};

/** Reads a request, consistently. */
export const getRequest = async (id: string, { dynamo, table: named }: Store): Promise<PrivacyRequest | undefined> => {
  const read = { TableName: named(table), Key: toItem({ id }), ConsistentRead: true };
  return fromItem(RequestRow, (await dynamo.send(new GetItemCommand(read))).Item);
};

const moveWrite = (
  id: string,
  set: { state: State } & Record<string, unknown>,
  remove: readonly string[],
  { table: named }: Pick<Store, 'table'>,
): Write => {
  const entries = Object.entries(set);
  const from = states.filter((state) => (moves[state] as readonly State[]).includes(set.state));
  return {
    Update: {
      TableName: named(table),
      Key: toItem({ id }),
      UpdateExpression: `SET ${entries.map(([name]) => `#${name} = :${name}`).join(', ')}${
        remove.length > 0 ? ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}` : ''
      }`,
      ConditionExpression: `#state IN (${from.map((_, n) => `:from${n}`).join(', ')})`,
      ExpressionAttributeNames: Object.fromEntries(
        ['state', ...entries.map(([name]) => name), ...remove].map((name) => [`#${name}`, name]),
      ),
      ExpressionAttributeValues: toItem({
        ...Object.fromEntries(from.map((state, n) => [`:from${n}`, state])),
        ...Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
      }),
    },
  };
};

/**
 * Returns the write by which the link of a request is used. An export is answered by the very response, and goes on being shown
 * as long as the link is good; the worker and then the sweeper go on with an erasure.
 */
export const confirmWrite = (
  { id, kind, askedAt }: Pick<PrivacyRequest, 'id' | 'kind' | 'askedAt'>,
  at: Date,
  ports: Pick<Ports, 'table'>,
): Write => {
  const [state, checkAt] = ['confirmed', seconds(at) + 60] as const;
  return kind === 'export'
    ? moveWrite(id, { state, answeredAt: at.toISOString(), checkAt: seconds(linkEnds(askedAt)) }, [], ports)
    : moveWrite(id, { state, checkAt }, [], ports);
};

/** Returns the write that ends a request nobody confirmed; the row goes with the day. */
export const lapseWrite = (id: string, at: Date, ports: Pick<Ports, 'table'>): Write =>
  moveWrite(id, { state: 'lapsed', expiresAt: seconds(at) + daySeconds }, ['open', 'checkAt'], ports);

/** Returns the write that decides a request for good. */
export const answerWrite = (
  id: string,
  { erased, at }: { erased: number; at: Date },
  ports: Pick<Ports, 'table'>,
): Write => {
  const expiresAt = seconds(at) + requestKeptDays * daySeconds;
  const set = { state: 'answered' as const, answeredAt: at.toISOString(), erased, keeps: [], expiresAt };
  return moveWrite(id, set, ['open', 'checkAt'], ports);
};

/** Returns the write that notes what is kept for now, and when it is looked at again. */
export const waitWrite = (
  id: string,
  { erased, keeps, checkAt }: { erased: number; keeps: readonly Kept[]; checkAt: Date },
  ports: Pick<Ports, 'table'>,
): Write => moveWrite(id, { state: 'waiting', erased, keeps, checkAt: seconds(checkAt) }, [], ports);

/** Makes a request due for a look later, when something failed. */
export const pushBack = async (id: string, ports: Ports): Promise<void> => {
  const write: Write = {
    Update: {
      TableName: ports.table(table),
      Key: toItem({ id }),
      UpdateExpression: 'SET checkAt = :later',
      ConditionExpression: 'attribute_exists(#open)',
      ExpressionAttributeNames: { '#open': 'open' },
      ExpressionAttributeValues: toItem({ ':later': seconds(ports.now()) + 300 }),
    },
  };
  await apply(write, ports);
};
