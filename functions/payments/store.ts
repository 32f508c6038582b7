import { GetItemCommand, type Update } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { fromItem, toItem } from '../kit/store/client.ts';
import { all, isNew } from '../kit/store/condition.ts';
import { due } from '../kit/store/due.ts';
import { prompt } from '../kit/store/retry.ts';
import { apply, type Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { daySeconds, seconds } from '../kit/value/time.ts';
import { eventDays } from './domain/kept.ts';
import type { SettledBy } from './domain/settled-by.ts';
import type { Delivery } from './webhook/delivery.ts';
import type { PayPalEvent } from './webhook/event.ts';

const isUnsettled = 'attribute_exists(unsettled)';
const notYetForged = all('attribute_exists(id)', 'attribute_not_exists(forgedAt)');

/** The part of an event's row that settling needs; `id` is the delivery's. */
export const EventItem = z.object({
  id: z.string(),
  type: z.string(),
  paypalOrder: z.optional(z.string()),
  capture: z.optional(z.string()),
  refund: z.optional(z.string()),
  customId: z.optional(z.string()),
  resource: z.optional(z.string()),
  /** The keyed hash of PayPal's reference to a saved payment method. */
  token: z.optional(z.string()),
  tries: z._default(z.number(), 0),
});
export type EventHint = z.infer<typeof EventItem>;

/** Seconds that the stream has before the sweeper looks at an event. */
const headStart = 60;

const Stored = z.object({ body: z.optional(z.string()), forgedAt: z.optional(z.string()) });

const updateOf = (id: string, update: Omit<Update, 'TableName' | 'Key'>, ports: Ports): Write => ({
  Update: { TableName: ports.table('payments.events'), Key: toItem({ id }), ...update },
});

/**
 * Marks a delivery as forged. One that is not settled yet leaves the index of unsettled ones for good, whoever is at work on it;
 * what came of a settled one stays. Safe to repeat.
 */
const markForged = async (id: string, ports: Ports): Promise<void> => {
  const update = {
    UpdateExpression: 'SET forgedAt = :at, outcome = if_not_exists(outcome, :forged) REMOVE unsettled, checkAt',
    ConditionExpression: notYetForged,
    ExpressionAttributeValues: toItem({ ':at': ports.now().toISOString(), ':forged': 'forged' }),
  };
  await apply(updateOf(id, update, ports), ports, prompt);
};

/** The row says who comes back to it if the stream does not: only with `checkAt` it is in the index, which is a write of its own. */
const marks = {
  'by-itself': (now: Date) => ({ unsettled: 'y', checkAt: seconds(now) + headStart }),
  'with-its-order': () => ({ unsettled: 'y' }),
  'nothing-new': (now: Date) => ({ settledAt: now.toISOString(), outcome: 'done' }),
} satisfies Record<SettledBy, (now: Date) => object>;

const eventWrite = (event: Delivery & PayPalEvent, by: SettledBy, ports: Ports): Write => {
  const now = ports.now();
  const times = { at: now.toISOString(), expiresAt: seconds(now) + eventDays * daySeconds };
  return {
    Put: {
      TableName: ports.table('payments.events'),
      Item: toItem({ ...event, ...times, tries: 0, ...marks[by](now) }),
      ConditionExpression: isNew,
    },
  };
};

/**
 * Stores a verified delivery once: one conditional write, kept for 45 days; `by` says who settles it. `duplicate`: the same signature came over the same
 * body before, nothing is written. `forged`: it came over another body, so neither body counts; `first` tells whether
 * this is news. A write that was repeated after it was done looks like a duplicate and is as good.
 */
export const putEvent = async (
  event: Delivery & PayPalEvent,
  ports: Ports,
  by: SettledBy = 'by-itself',
): Promise<'stored' | 'duplicate' | 'forged'> => {
  const { applied, item } = await apply(eventWrite(event, by, ports), ports, prompt);
  if (applied) return 'stored';
  const before = fromItem(Stored, item);
  if (before?.body === event.body) return 'duplicate';
  if (before?.forgedAt === undefined) await markForged(event.id, ports);
  return 'forged';
};

/** Returns whether a delivery with this signature was verified and stored before. */
export const isStored = async (id: string, ports: Ports): Promise<boolean> => {
  const request = { TableName: ports.table('payments.events'), Key: toItem({ id }), ProjectionExpression: 'id' };
  return (await ports.dynamo.send(new GetItemCommand(request))).Item !== undefined;
};

/** Reads all that is kept of an event: the index of unsettled ones has less. */
export const wholeEvent = async (event: EventHint, ports: Ports): Promise<EventHint> => {
  const request = { TableName: ports.table('payments.events'), Key: toItem({ id: event.id }), ConsistentRead: true };
  return fromItem(EventItem, (await ports.dynamo.send(new GetItemCommand(request))).Item) ?? event;
};

/** Marks an event as settled and how; it leaves the index of unsettled ones. One that was found forged stays so. Safe to repeat. */
export const markSettled = async (id: string, outcome: string, ports: Ports): Promise<void> => {
  const update = {
    UpdateExpression: 'SET settledAt = :at, outcome = :outcome REMOVE unsettled, checkAt',
    ConditionExpression: isUnsettled,
    ExpressionAttributeValues: toItem({ ':at': ports.now().toISOString(), ':outcome': outcome }),
  };
  await apply(updateOf(id, update, ports), ports);
};

/** Sets when an unsettled event is looked at again and how often it was by then. Settled and forged ones stay as they are. */
export const retryEvent = async (id: string, tries: number, at: Date, ports: Ports): Promise<void> => {
  const update = {
    UpdateExpression: 'SET tries = :tries, checkAt = :at',
    ConditionExpression: isUnsettled,
    ExpressionAttributeValues: toItem({ ':tries': tries, ':at': seconds(at) }),
  };
  await apply(updateOf(id, update, ports), ports);
};

/** Has the sweeper come back to an event that had been left to its order's next look, because settling it broke off. */
export const keepUnsettled = async (id: string, ports: Ports): Promise<void> => {
  const update = {
    UpdateExpression: 'SET checkAt = :at',
    ConditionExpression: 'attribute_exists(unsettled) AND attribute_not_exists(checkAt)',
    ExpressionAttributeValues: toItem({ ':at': seconds(ports.now()) + headStart }),
  };
  await apply(updateOf(id, update, ports), ports);
};

/** Reads the events that are due and not settled, oldest first: a minute after they came, or when a retry was set to. */
export async function* unsettledEvents(ports: Ports): AsyncGenerator<EventHint> {
  const unsettled = { table: 'payments.events', index: 'unsettled', key: 'unsettled', partition: 'y' };
  for await (const item of due(unsettled, ports)) yield z.parse(EventItem, unmarshall(item));
}
