import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { unfitAs } from './domain.ts';
import { fromItem, toItem } from '../kit/store/client.ts';
import type { Ports } from '../kit/ports.ts';
import { all } from '../kit/store/condition.ts';
import type { Write } from '../kit/store/write.ts';

/**
 * The PINs that an order has, by card, and which of them took the place of one that was faulty. There is one as long as the
 * order has a claim or is paid, and no longer.
 */
export type Hold = z.infer<typeof Hold>;
const Hold = z.object({
  order: z.string(),
  pins: z.record(z.string(), z.array(z.string())),
  replaced: z.optional(z.array(z.object({ sku: z.string(), from: z.string(), to: z.string() }))),
});

type Store = Pick<Ports, 'dynamo' | 'table'>;

const orderHoldsNone = 'attribute_not_exists(#order)';
const orderHoldsSome = 'attribute_exists(#order)';
const pinIsFree = all('#free = :sku', 'attribute_not_exists(heldBy)');
const pinIsHeldByThis = 'heldBy = :order';

const key = (order: string, { table }: Pick<Ports, 'table'>) => ({
  TableName: table('pins.holds'),
  Key: toItem({ order }),
});

/** Returns the held PINs as pairs of card and id, in an order that is always the same. */
export const pinsIn = ({ pins }: Hold): { sku: string; id: string }[] =>
  Object.keys(pins)
    .sort()
    .flatMap((sku) => (pins[sku] ?? []).map((id) => ({ sku, id })));

/** Reads what an order holds, consistently. */
export const holdOf = async (order: string, store: Store): Promise<Hold | undefined> => {
  const command = new GetItemCommand({ ...key(order, store), ConsistentRead: true });
  return fromItem(Hold, (await store.dynamo.send(command)).Item);
};

type PinUpdate = {
  set: string;
  onlyIf: string;
  values: (sku: string) => Record<string, string>;
  names?: Record<string, string>;
};

const pinUpdates = (hold: Hold, update: PinUpdate, store: Pick<Ports, 'table'>): Write[] =>
  pinsIn(hold).map(({ sku, id }) => ({
    Update: {
      TableName: store.table('pins.pins'),
      Key: toItem({ sku, id }),
      UpdateExpression: update.set,
      ConditionExpression: update.onlyIf,
      ExpressionAttributeNames: update.names,
      ExpressionAttributeValues: toItem({ ':order': hold.order, ...update.values(sku) }),
    },
  }));

const free = { '#free': 'free' };
const card = (sku: string) => ({ ':sku': sku });

/** Returns the writes that take PINs for an order: the hold, which is put once, then each PIN, which must be free. */
export const holdWrites = (hold: Hold, store: Pick<Ports, 'table'>): Write[] => [
  {
    Put: {
      TableName: store.table('pins.holds'),
      Item: toItem(hold),
      ConditionExpression: orderHoldsNone,
      ExpressionAttributeNames: { '#order': 'order' },
    },
  },
  ...pinUpdates(hold, { set: 'SET heldBy = :order REMOVE #free', onlyIf: pinIsFree, values: card, names: free }, store),
];

/** Returns the writes that free the PINs of a hold: the hold goes, and each PIN must be held by its order. An unfit one is not sold again. */
const releaseWritesOf = (hold: Hold, store: Pick<Ports, 'table'>): Write[] => [
  {
    Delete: {
      ...key(hold.order, store),
      ConditionExpression: orderHoldsSome,
      ExpressionAttributeNames: { '#order': 'order' },
    },
  },
  ...pinUpdates(
    hold,
    {
      set: 'SET #free = if_not_exists(unfit, :sku) REMOVE heldBy',
      onlyIf: pinIsHeldByThis,
      values: card,
      names: free,
    },
    store,
  ),
];

/** Reads what an order holds and returns the writes that free it; none for an order without a hold. */
export const releaseWrites = async (order: string, store: Store): Promise<Write[]> => {
  const hold = await holdOf(order, store);
  return hold ? releaseWritesOf(hold, store) : [];
};

/**
 * Reads what an order holds and returns the writes that burn it: each PIN stays the order's for ever, and is marked as never to be
 * sold again. None for an order without a hold. Safe to repeat.
 */
export const burnWrites = async (order: string, at: Date, store: Store): Promise<Write[]> => {
  const hold = await holdOf(order, store);
  if (!hold) return [];
  const burned: PinUpdate = {
    set: 'SET unfit = :unfit, unfitAt = :at',
    onlyIf: pinIsHeldByThis,
    values: (sku) => ({ ':unfit': unfitAs('burned', sku), ':at': at.toISOString() }),
  };
  return pinUpdates(hold, burned, store);
};
