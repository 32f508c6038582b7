import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchGetItemCommand,
  GetItemCommand,
  type BatchGetItemCommandOutput,
  type KeysAndAttributes,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { pinProblems } from './domain.ts';
import { fromItem, toItem, type Item } from '../kit/store/client.ts';
import { isNew } from '../kit/store/condition.ts';
import { apply } from '../kit/store/write.ts';
import { Unavailable } from '../kit/http/problem.ts';
import type { Ports } from '../kit/ports.ts';

const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** A PIN at rest: sealed under the data key of its batch; `free` is there, and names the card, while nobody holds it. */
export const PinRow = z.object({
  sku: z.string(),
  id: z.string(),
  batch: z.string(),
  sealed: Bytes,
  free: z.optional(z.string()),
  heldBy: z.optional(z.string()),
  /** Why it is never sold again, with its card (`unfitAs`). */
  unfit: z.optional(z.string()),
  /** What its buyer said is the matter with it, and when. */
  reported: z.optional(z.enum(pinProblems)),
  reportedAt: z.optional(z.string()),
});
export type PinRow = z.infer<typeof PinRow>;

/** The wrapped data key of a batch of PINs; `of` tells the PINs of a batch that has the name of a request. */
export const BatchKey = z.object({ id: z.string(), wrapped: Bytes, purpose: z.string(), of: z.optional(z.string()) });
export type BatchKey = z.infer<typeof BatchKey>;

type Store = Pick<Ports, 'dynamo' | 'table'>;
type Writing = Store & Pick<Ports, 'random'>;
const atOnce = 100;
const rounds = 4;

const page = async (table: string, keys: Item[], store: Store): Promise<Item[]> => {
  const found: Item[] = [];
  let request: KeysAndAttributes | undefined = { Keys: keys, ConsistentRead: true };
  for (let round = 0; request; round += 1) {
    if (round === rounds) throw new Unavailable('the store does not answer for all rows');
    if (round) await sleep(25 * 2 ** round);
    const command = new BatchGetItemCommand({ RequestItems: { [table]: request } });
    const response: BatchGetItemCommandOutput = await store.dynamo.send(command);
    found.push(...(response.Responses?.[table] ?? []));
    request = response.UnprocessedKeys?.[table];
  }
  return found;
};

/**
 * Reads rows by key, consistently, in no particular order: 100 a request, and again what the store left unprocessed.
 * Throws Unavailable when it leaves keys unprocessed four times.
 */
export const readAll = async <S extends z.ZodMiniType>(
  table: string,
  keys: readonly object[],
  schema: S,
  store: Store,
): Promise<z.output<S>[]> => {
  const rows: z.output<S>[] = [];
  for (let from = 0; from < keys.length; from += atOnce) {
    const items = await page(store.table(table), keys.slice(from, from + atOnce).map(toItem), store);
    for (const item of items) rows.push(z.parse(schema, fromItem(z.looseObject({}), item)));
  }
  return rows;
};

/** Puts a row once; returns the one that is there already, if there is. */
const put = async (table: string, row: object, store: Writing): Promise<Item | undefined> => {
  const write = {
    Put: { TableName: store.table(table), Item: toItem(row), ConditionExpression: isNew },
  };
  const { applied, item } = await apply(write, store);
  if (!applied && !item) throw new Unavailable('the row that refused another is gone');
  return applied ? undefined : item;
};

/**
 * Puts a free PIN once. A repeated request of the same put, known by its sealed bytes, is no failure; nor is `ofBatch` one that
 * the same batch has put before.
 */
export const putPin = async (row: PinRow, store: Writing, ofBatch = false): Promise<'new' | 'already-there'> => {
  const there = fromItem(PinRow, await put('pins.pins', row, store));
  const isOwn = (found: PinRow) =>
    Buffer.compare(found.sealed, row.sealed) === 0 || (ofBatch && found.batch === row.batch);
  return !there || isOwn(there) ? 'new' : 'already-there';
};

/** Returns the key of a batch, if it is stored. */
export const getBatchKey = async (id: string, store: Store): Promise<BatchKey | undefined> => {
  const request = { TableName: store.table('pins.keys'), Key: toItem({ id }), ConsistentRead: true };
  return fromItem(BatchKey, (await store.dynamo.send(new GetItemCommand(request))).Item);
};

/** Stores the key of a batch once; returns the one that is stored. */
export const putBatchKey = async (row: BatchKey, store: Writing): Promise<BatchKey> =>
  fromItem(BatchKey, await put('pins.keys', row, store)) ?? row;
