import { GetItemCommand, paginateQuery, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { conditionFailed, fromItem, toItem } from '../kit/store/client.ts';
import type { Ports } from '../kit/ports.ts';
import { daySeconds, seconds } from '../kit/value/time.ts';
import type { Delivery } from './webhook/delivery.ts';
import type { PayPalEvent } from './webhook/event.ts';

/** The part of an event's row that settling needs; `id` is the delivery's. */
export const EventItem = z.object({
  id: z.string(),
  type: z.string(),
  paypalOrder: z.optional(z.string()),
  capture: z.optional(z.string()),
  customId: z.optional(z.string()),
  tries: z._default(z.number(), 0),
});
export type EventHint = z.infer<typeof EventItem>;

const Stored = z.object({ body: z.optional(z.string()), forgedAt: z.optional(z.string()) });

/** Runs a conditional write; undefined when it was done, else the row as it stood when the condition refused. */
const refusedBy = async (write: Promise<unknown>): Promise<z.infer<typeof Stored> | undefined> => {
  try {
    await write;
    return undefined;
  } catch (error) {
    if (!conditionFailed(error)) throw error;
    return fromItem(Stored, error.Item) ?? {};
  }
};

/**
 * Marks a delivery as forged. One that is not settled yet leaves the index of unsettled ones for good, whoever is at work on it;
 * what came of a settled one stays. Safe to repeat.
 */
const markForged = async (id: string, ports: Ports): Promise<void> => {
  const write = ports.dynamo.send(
    new UpdateItemCommand({
      TableName: ports.table('payments.events'),
      Key: toItem({ id }),
      UpdateExpression: 'SET forgedAt = :at, outcome = if_not_exists(outcome, :forged) REMOVE unsettled, checkAt',
      ConditionExpression: 'attribute_exists(id) AND attribute_not_exists(forgedAt)',
      ExpressionAttributeValues: toItem({ ':at': ports.now().toISOString(), ':forged': 'forged' }),
    }),
  );
  await refusedBy(write);
};

/**
 * Stores a verified delivery once: one conditional write, kept for 45 days. `duplicate`: the same signature came over the same
 * body before, nothing is written. `forged`: it came over another body, so neither body counts; `first` tells whether
 * this is news. A write that the SDK repeated after it was done looks like a duplicate and is as good.
 */
export const putEvent = async (
  event: Delivery & PayPalEvent,
  ports: Ports,
): Promise<'stored' | 'duplicate' | 'forged'> => {
  const now = seconds(ports.now());
  const times = { at: ports.now().toISOString(), checkAt: now + 60, expiresAt: now + 45 * daySeconds };
  const before = await refusedBy(
    ports.dynamo.send(
      new PutItemCommand({
        TableName: ports.table('payments.events'),
        Item: toItem({ ...event, ...times, tries: 0, unsettled: 'y' }),
        ConditionExpression: 'attribute_not_exists(id)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  if (!before) return 'stored';
  if (before.body === event.body) return 'duplicate';
  if (before.forgedAt === undefined) await markForged(event.id, ports);
  return 'forged';
};

/** Returns whether a delivery with this signature was verified and stored before. */
export const isStored = async (id: string, ports: Ports): Promise<boolean> => {
  const request = { TableName: ports.table('payments.events'), Key: toItem({ id }), ProjectionExpression: 'id' };
  return (await ports.dynamo.send(new GetItemCommand(request))).Item !== undefined;
};

/** Marks an event as settled and how; it leaves the index of unsettled ones. One that was found forged stays so. Safe to repeat. */
export const markSettled = async (id: string, outcome: string, ports: Ports): Promise<void> => {
  const write = ports.dynamo.send(
    new UpdateItemCommand({
      TableName: ports.table('payments.events'),
      Key: toItem({ id }),
      UpdateExpression: 'SET settledAt = :at, outcome = :outcome REMOVE unsettled, checkAt',
      ConditionExpression: 'attribute_exists(unsettled)',
      ExpressionAttributeValues: toItem({ ':at': ports.now().toISOString(), ':outcome': outcome }),
    }),
  );
  await refusedBy(write);
};

/** Sets when an unsettled event is looked at again and how often it was by then. Settled and forged ones stay as they are. */
export const retryEvent = async (id: string, tries: number, at: Date, ports: Ports): Promise<void> => {
  const write = ports.dynamo.send(
    new UpdateItemCommand({
      TableName: ports.table('payments.events'),
      Key: toItem({ id }),
      UpdateExpression: 'SET tries = :tries, checkAt = :at',
      ConditionExpression: 'attribute_exists(unsettled)',
      ExpressionAttributeValues: toItem({ ':tries': tries, ':at': seconds(at) }),
    }),
  );
  await refusedBy(write);
};

/** Reads the events that are due and not settled, oldest first: a minute after they came, or when a retry was set to. */
export async function* unsettledEvents(ports: Ports): AsyncGenerator<EventHint> {
  const pages = paginateQuery(
    { client: ports.dynamo, pageSize: 100 },
    {
      TableName: ports.table('payments.events'),
      IndexName: 'unsettled',
      KeyConditionExpression: 'unsettled = :yes AND checkAt <= :now',
      ExpressionAttributeValues: toItem({ ':yes': 'y', ':now': seconds(ports.now()) }),
    },
  );
  for await (const page of pages) for (const item of page.Items ?? []) yield z.parse(EventItem, unmarshall(item));
}
