import { GetItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { due } from '../kit/store/due.ts';
import { fromItem, toItem } from '../kit/store/client.ts';
import { apply, type Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { daySeconds, seconds } from '../kit/value/time.ts';
import { kinds, linkEnds, linkFor, moves, requestKeptDays, states, type Kept, type State } from './domain/request.ts';

const KeptRow = z.object({
  order: z.string(),
  reason: z.enum(['order-open', 'dispute-open', 'money-open', 'legal-hold']),
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

const table = 'privacy.requests';
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

/** Returns the write that answers a request for good. */
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

/** Reads the ids of requests that are due for a look. */
export async function* dueRequests(ports: Pick<Ports, 'dynamo' | 'table' | 'now'>): AsyncGenerator<string> {
  for await (const item of due({ table, index: 'due', key: 'open', partition: 'y' }, ports))
    yield String(unmarshall(item)['id']);
}

const idsBy = async (index: 'due' | 'byPerson', key: string, value: string, { dynamo, table: named }: Store) => {
  const query = {
    TableName: named(table),
    IndexName: index,
    KeyConditionExpression: '#key = :value',
    ExpressionAttributeNames: { '#key': key },
    ExpressionAttributeValues: toItem({ ':value': value }),
  };
  const ids: string[] = [];
  for await (const { Items = [] } of paginateQuery({ client: dynamo }, query))
    ids.push(...Items.map((item) => String(unmarshall(item)['id'])));
  return ids;
};

const readAll = async (ids: readonly string[], ports: Store): Promise<PrivacyRequest[]> =>
  (await Promise.all(ids.map((id) => getRequest(id, ports)))).filter((request) => request !== undefined);

/** Returns the requests that are not done with, the one that is due first before the others. */
export const openRequests = async (ports: Store): Promise<PrivacyRequest[]> =>
  (await readAll(await idsBy('due', 'open', 'y', ports), ports)).sort((one, other) =>
    one.dueAt < other.dueAt ? -1 : 1,
  );

/** Returns what a person has asked for. */
export const requestsOf = async (person: string, ports: Store): Promise<PrivacyRequest[]> =>
  readAll(await idsBy('byPerson', 'person', person, ports), ports);

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
