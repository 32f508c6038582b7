import { paginateQuery, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { conditionFailed, toItem } from '../kit/dynamo.ts';
import { seconds, type Ports } from '../kit/ports.ts';
import type { PayPalEvent } from './event.ts';

const days45 = 45 * 24 * 60 * 60;

/** The part of an event's row that settling needs. */
export const EventItem = z.object({ id: z.string(), type: z.string(), paypalOrder: z.optional(z.string()) });

/** Stores an event once: one conditional write. A duplicate writes nothing and is as good. Kept for 45 days. */
export const putEvent = async (event: PayPalEvent, ports: Ports): Promise<void> => {
  const now = seconds(ports.now());
  const row = { ...event, at: ports.now().toISOString(), unsettled: 'y', checkAt: now + 60, expiresAt: now + days45 };
  try {
    await ports.dynamo.send(
      new PutItemCommand({
        TableName: ports.table('payments.events'),
        Item: toItem(row),
        ConditionExpression: 'attribute_not_exists(id)',
      }),
    );
  } catch (error) {
    if (!conditionFailed(error)) throw error;
  }
};

/** Marks an event as settled and how; it leaves the index of unsettled ones. Safe to repeat. */
export const markSettled = async (id: string, outcome: string, ports: Ports): Promise<void> => {
  try {
    await ports.dynamo.send(
      new UpdateItemCommand({
        TableName: ports.table('payments.events'),
        Key: toItem({ id }),
        UpdateExpression: 'SET settledAt = :at, outcome = :outcome REMOVE unsettled, checkAt',
        ConditionExpression: 'attribute_exists(unsettled)',
        ExpressionAttributeValues: toItem({ ':at': ports.now().toISOString(), ':outcome': outcome }),
      }),
    );
  } catch (error) {
    if (!conditionFailed(error)) throw error;
  }
};

const Unsettled = z.object({ id: z.string(), paypalOrder: z.optional(z.string()) });

/** Events that were stored a minute or more ago and are not settled, oldest first. */
export async function* unsettledEvents(ports: Ports): AsyncGenerator<z.infer<typeof Unsettled>> {
  const pages = paginateQuery(
    { client: ports.dynamo, pageSize: 100 },
    {
      TableName: ports.table('payments.events'),
      IndexName: 'unsettled',
      KeyConditionExpression: 'unsettled = :yes AND checkAt <= :now',
      ExpressionAttributeValues: toItem({ ':yes': 'y', ':now': seconds(ports.now()) }),
    },
  );
  for await (const page of pages) for (const item of page.Items ?? []) yield z.parse(Unsettled, unmarshall(item));
}
