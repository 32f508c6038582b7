import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { fromItem, toItem } from '../kit/store/client.ts';
import type { Ports } from '../kit/ports.ts';
import { all } from '../kit/store/condition.ts';
import type { Write } from '../kit/store/write.ts';

/** The PINs that an order has, by card. There is one as long as the order has a claim or is paid, and no longer. */
export type Hold = z.infer<typeof Hold>;
const Hold = z.object({ order: z.string(), pins: z.record(z.string(), z.array(z.string())) });

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

type PinUpdate = { UpdateExpression: string; ConditionExpression: string };

const pinUpdates = (hold: Hold, update: PinUpdate, store: Pick<Ports, 'table'>): Write[] =>
  pinsIn(hold).map(({ sku, id }) => ({
    Update: {
      TableName: store.table('pins.pins'),
      Key: toItem({ sku, id }),
      ExpressionAttributeNames: { '#free': 'free' },
      ExpressionAttributeValues: toItem({ ':order': hold.order, ':sku': sku }),
      ...update,
    },
  }));

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
  ...pinUpdates(hold, { UpdateExpression: 'SET heldBy = :order REMOVE #free', ConditionExpression: pinIsFree }, store),
];

/** Returns the writes that free the PINs of a hold: the hold goes, and each PIN must be held by its order. */
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
    { UpdateExpression: 'SET #free = :sku REMOVE heldBy', ConditionExpression: pinIsHeldByThis },
    store,
  ),
];

/** Reads what an order holds and returns the writes that free it; none for an order without a hold. */
export const releaseWrites = async (order: string, store: Store): Promise<Write[]> => {
  const hold = await holdOf(order, store);
  return hold ? releaseWritesOf(hold, store) : [];
};
