import {
  QueryCommand,
  TransactWriteItemsCommand,
  type ConditionCheck,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { cancellation, fromItem, toItem, values, type Item } from '../kit/dynamo.ts';
import type { Ports } from '../kit/ports.ts';
import { patiently } from './patience.ts';

/** The PINs of one card that an order has. */
export type Hold = z.infer<typeof Hold>;
const Hold = z.object({ order: z.string(), sku: z.string(), pins: z.array(z.string()) });

type Store = Pick<Ports, 'dynamo' | 'table'>;
const pinKey = (sku: string, id: string, { table }: Store) => ({
  TableName: table('fulfilment.pins'),
  Key: toItem({ sku, id }),
});

/** Which actions of a cancelled transaction were refused by their condition, by position; throws any other error. */
const refusedActions = (error: unknown): number[] => {
  const codes = cancellation(error)?.map((reason) => reason.Code) ?? [];
  if (!codes.includes('ConditionalCheckFailed')) throw error;
  return codes.flatMap((code, index) => (code === 'ConditionalCheckFailed' ? [index] : []));
};

/** The ids of free PINs in the index, in pages of `limit`: from `start` to the end, then round to `start` again. */
export async function* freePages(
  sku: string,
  start: string,
  limit: number,
  store: Store & Pick<Ports, 'random'>,
): AsyncGenerator<string[]> {
  for (const side of ['>=', '<']) {
    let after: Item | undefined;
    do {
      const query = new QueryCommand({
        TableName: store.table('fulfilment.pins'),
        IndexName: 'free',
        KeyConditionExpression: `#free = :sku AND id ${side} :start`,
        ExpressionAttributeNames: { '#free': 'free' },
        ExpressionAttributeValues: values({ ':sku': sku, ':start': start }),
        Limit: limit,
        ExclusiveStartKey: after,
      });
      const page: QueryCommandOutput = await patiently(() => store.dynamo.send(query), store);
      yield (page.Items ?? []).map((item) => unmarshall(item)['id'] as string);
      after = page.LastEvaluatedKey;
    } while (after);
  }
}

/** Whether the index has a free PIN of a card: one request, half a read unit. */
export const hasFree = async (sku: string, store: Store): Promise<boolean> => {
  const answer = await store.dynamo.send(
    new QueryCommand({
      TableName: store.table('fulfilment.pins'),
      IndexName: 'free',
      KeyConditionExpression: '#free = :sku',
      ExpressionAttributeNames: { '#free': 'free' },
      ExpressionAttributeValues: values({ ':sku': sku }),
      Limit: 1,
      Select: 'COUNT',
    }),
  );
  return (answer.Count ?? 0) > 0;
};

/** What an order has, by card; read consistently, because whether it is held already hangs on it. */
export const holdsOf = async (order: string, store: Store): Promise<Hold[]> => {
  const answer = await store.dynamo.send(
    new QueryCommand({
      TableName: store.table('fulfilment.holds'),
      KeyConditionExpression: '#order = :order',
      ExpressionAttributeNames: { '#order': 'order' },
      ExpressionAttributeValues: values({ ':order': order }),
      ConsistentRead: true,
    }),
  );
  return (answer.Items ?? []).flatMap((item) => fromItem(Hold, item) ?? []);
};

/**
 * Takes PINs for an order in one transaction, all or none. `held` also when this order's line is held already, by
 * whomever; `closed` when `open`, a condition on the order's row, does not stand; otherwise the PINs that somebody else has.
 */
export const take = async (
  hold: Hold,
  open: ConditionCheck | undefined,
  store: Store,
): Promise<'held' | 'closed' | { taken: string[] }> => {
  const { order, sku, pins } = hold;
  const row = {
    TableName: store.table('fulfilment.holds'),
    Item: toItem(hold),
    ConditionExpression: 'attribute_not_exists(sku)',
  };
  const updates = pins.map((id) => ({
    ...pinKey(sku, id, store),
    UpdateExpression: 'SET heldBy = :order REMOVE #free',
    ConditionExpression: '#free = :sku AND attribute_not_exists(heldBy)',
    ExpressionAttributeNames: { '#free': 'free' },
    ExpressionAttributeValues: values({ ':order': order, ':sku': sku }),
  }));
  try {
    const proof = open ? [{ ConditionCheck: open }] : [];
    const actions = [{ Put: row }, ...updates.map((Update) => ({ Update })), ...proof];
    await store.dynamo.send(new TransactWriteItemsCommand({ TransactItems: actions }));
    return 'held';
  } catch (error) {
    const refused = refusedActions(error);
    if (refused.includes(0)) return 'held';
    return refused.includes(pins.length + 1) ? 'closed' : { taken: refused.flatMap((index) => pins[index - 1] ?? []) };
  }
};

/**
 * Frees the PINs of a hold in one transaction with the proof that the order is voided. `gone` when somebody else has
 * released it; `not-proven` when the proof does not stand, and then nothing changes.
 */
export const release = async (
  { order, sku, pins }: Hold,
  proof: ConditionCheck,
  store: Store,
): Promise<'released' | 'gone' | 'not-proven'> => {
  const row = {
    TableName: store.table('fulfilment.holds'),
    Key: toItem({ order, sku }),
    ConditionExpression: 'attribute_exists(sku)',
  };
  const updates = pins.map((id) => ({
    ...pinKey(sku, id, store),
    UpdateExpression: 'SET #free = :sku REMOVE heldBy',
    ConditionExpression: 'heldBy = :order',
    ExpressionAttributeNames: { '#free': 'free' },
    ExpressionAttributeValues: values({ ':order': order, ':sku': sku }),
  }));
  const actions = [{ ConditionCheck: proof }, { Delete: row }, ...updates.map((Update) => ({ Update }))];
  try {
    await store.dynamo.send(new TransactWriteItemsCommand({ TransactItems: actions }));
    return 'released';
  } catch (error) {
    const refused = refusedActions(error);
    if (refused.includes(0)) return 'not-proven';
    if (refused.includes(1)) return 'gone';
    throw error;
  }
};
