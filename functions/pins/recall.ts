import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Ports } from '../kit/ports.ts';
import { fromItem, toItem } from '../kit/store/client.ts';
import { apply } from '../kit/store/write.ts';
import { forEachConcurrently } from './concurrent.ts';
import { unfitAs } from './domain.ts';
import { PinRow } from './pin-rows.ts';

/** PINs that one call looks at: it is over well before a request has to be answered. */
const atOnce = 500;
const width = 16;

/** What a call recalled: how many PINs of the batch it met, the orders that have some of them, and where the next goes on. */
export type Recalled = { pins: number; orders: string[]; next: string | undefined };

const ofThisBatch = '#batch = :batch';

/** Takes a PIN out of the stock, whoever has it; one that was unfit before stays what it is. Returns whose it is. */
const recall = async (row: PinRow, at: Date, ports: Ports): Promise<string | undefined> => {
  const write = {
    Update: {
      TableName: ports.table('pins.pins'),
      Key: toItem({ sku: row.sku, id: row.id }),
      UpdateExpression:
        'SET unfit = if_not_exists(unfit, :recalled), unfitAt = if_not_exists(unfitAt, :at) REMOVE #free',
      ConditionExpression: ofThisBatch,
      ExpressionAttributeNames: { '#free': 'free', '#batch': 'batch' },
      ExpressionAttributeValues: toItem({
        ':recalled': unfitAs('recalled', row.sku),
        ':at': at.toISOString(),
        ':batch': row.batch,
      }),
    },
  };
  return fromItem(PinRow, (await apply(write, ports)).item)?.heldBy;
};

/**
 * Recalls a batch of PINs of a card, a page of the card's PINs a call: free ones leave the stock, those that an order has are marked, and
 * none is ever sold again. Tells which orders have some. Safe to repeat: it then tells the same.
 */
export const recallBatch = async (
  { sku, batch, after }: { sku: string; batch: string; after?: string | undefined },
  ports: Ports,
): Promise<Recalled> => {
  const page: QueryCommandOutput = await ports.dynamo.send(
    new QueryCommand({
      TableName: ports.table('pins.pins'),
      KeyConditionExpression: 'sku = :sku',
      FilterExpression: ofThisBatch,
      ExpressionAttributeNames: { '#batch': 'batch' },
      ExpressionAttributeValues: toItem({ ':sku': sku, ':batch': batch }),
      ConsistentRead: true,
      Limit: atOnce,
      ...(after !== undefined && { ExclusiveStartKey: toItem({ sku, id: after }) }),
    }),
  );
  const rows = (page.Items ?? []).flatMap((item) => fromItem(PinRow, item) ?? []);
  const [orders, at] = [new Set<string>(), ports.now()];
  await forEachConcurrently(rows, width, async (row) => {
    const heldBy = await recall(row, at, ports);
    if (heldBy !== undefined) orders.add(heldBy);
  });
  return { pins: rows.length, orders: [...orders].sort(), next: page.LastEvaluatedKey?.['id']?.S };
};
