import { BatchGetItemCommand, GetItemCommand, paginateQuery, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { Unavailable } from '../kit/http/problem.ts';
import type { Ports } from '../kit/ports.ts';
import { fromItem, toItem, type Item } from '../kit/store/client.ts';
import type { Write } from '../kit/store/write.ts';
import { dayOf, position, type Leaf } from './domain/access.ts';
import { emptyRange, type Range } from './domain/merkle.ts';
import { accessTable, StoredRow, waiting } from './row.ts';

type Store = Pick<Ports, 'dynamo' | 'table'>;
const Bytes = z.instanceof(Uint8Array);

/** The partition of all leaves, of the one head that grows, and of the heads that were signed. */
export const partitions = { leaves: 'leaves', current: 'current', signed: 'signed' } as const;

/** The head as it grows; `origin` is the log's name, fixed with its first leaf. */
export const Head = z.object({ origin: z.string(), size: z.int(), roots: z.array(Bytes) });
export type Head = Range & { origin: string };

/** Leaves that were appended together: `from` is the index of the first. */
export const LeafBatch = z.object({
  from: z.string(),
  leaves: z.array(z.object({ commitment: Bytes, until: z.int() })),
});

/** A signed head. */
export const SignedHead = z.object({ position: z.string(), note: z.string() });

const currentKey = toItem({ log: partitions.current, position: 'head' });
const signedKey = (size: number): Item => toItem({ log: partitions.signed, position: position(size) });

const read = async (key: Item, { dynamo, table }: Store): Promise<Item | undefined> =>
  (await dynamo.send(new GetItemCommand({ TableName: table('audit.heads'), Key: key, ConsistentRead: true }))).Item;

/** Returns the head; before the first leaf it is that of an empty log of the name. */
export const readHead = async (origin: string, store: Store): Promise<Head> =>
  fromItem(Head, await read(currentKey, store)) ?? { origin, ...emptyRange };

/** Returns whether the head of a size is signed and stored. */
export const isSigned = async (size: number, store: Store): Promise<boolean> =>
  (await read(signedKey(size), store)) !== undefined;

/** Returns the write that stores a signed head; the first one of a size stays. */
export const signedPut = (size: number, note: string, { table }: Pick<Store, 'table'>): Write => ({
  Put: {
    TableName: table('audit.heads'),
    Item: { ...signedKey(size), note: { S: note } },
    ConditionExpression: 'attribute_not_exists(#log)',
    ExpressionAttributeNames: { '#log': 'log' },
  },
});

/** Returns the writes that lead the log from one head to the next: leaves, their rows' indexes, and the head, which decides. */
export const advanceWrites = (
  { from, to, leaves, rows }: { from: Head; to: Head; leaves: readonly Leaf[]; rows: readonly StoredRow[] },
  { table }: Pick<Store, 'table'>,
): Write[] => [
  {
    Update: {
      TableName: table('audit.heads'),
      Key: currentKey,
      UpdateExpression: 'SET #size = :to, roots = :roots, origin = :origin',
      ConditionExpression: from.size === 0 ? 'attribute_not_exists(#size)' : '#size = :from',
      ExpressionAttributeNames: { '#size': 'size' },
      ExpressionAttributeValues: toItem({
        ':to': to.size,
        ':roots': to.roots,
        ':origin': to.origin,
        ...(from.size > 0 && { ':from': from.size }),
      }),
    },
  },
  {
    Put: {
      TableName: table('audit.leaves'),
      Item: toItem({ log: partitions.leaves, from: position(from.size), leaves }),
      ConditionExpression: 'attribute_not_exists(#log)',
      ExpressionAttributeNames: { '#log': 'log' },
    },
  },
  ...rows.map(({ id, nonce }, n): Write => ({
    Update: {
      TableName: table(accessTable),
      Key: toItem({ day: dayOf(id), id }),
      UpdateExpression: 'SET #index = :index REMOVE waiting',
      ConditionExpression: 'nonce = :nonce AND attribute_not_exists(#index)',
      ExpressionAttributeNames: { '#index': 'index' },
      ExpressionAttributeValues: toItem({ ':index': from.size + n, ':nonce': nonce }),
    },
  })),
];

/** Reads the keys of rows that have no index yet, oldest first, so many at a time. The index may be a moment behind. */
export async function* waitingKeys(pageSize: number, { dynamo, table }: Store): AsyncGenerator<Item[]> {
  const query = {
    TableName: table(accessTable),
    IndexName: 'waiting',
    KeyConditionExpression: 'waiting = :waiting',
    ExpressionAttributeValues: toItem({ ':waiting': waiting }),
    ProjectionExpression: '#day, id',
    ExpressionAttributeNames: { '#day': 'day' },
  };
  for await (const { Items = [] } of paginateQuery({ client: dynamo, pageSize }, query))
    if (Items.length > 0) yield Items;
}

/** Reads rows by key, consistently, in the order of their ids; what is no row comes as undefined. */
export const readRows = async (keys: Item[], { dynamo, table }: Store): Promise<(StoredRow | undefined)[]> => {
  const name = table(accessTable);
  const request = { RequestItems: { [name]: { Keys: keys, ConsistentRead: true } } };
  const { Responses, UnprocessedKeys } = await dynamo.send(new BatchGetItemCommand(request));
  if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Unavailable('unprocessed keys');
  const idOf = (item: Record<string, AttributeValue>): string => item['id']?.S ?? '';
  return [...(Responses?.[name] ?? [])]
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
    .map((item) => z.safeParse(StoredRow, unmarshall(item)).data);
};
