import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { toItem } from '../kit/store/client.ts';
import type { Ports } from '../kit/ports.ts';
import { names, type Order } from './domain.ts';
import { countsCapture } from './domain/late-captures.ts';
import { getOrder } from './store.ts';

/** What else may tell which order a payment is for: the order's id as PayPal has it, and the capture. */
type Hint = { customId?: string | undefined; capture?: string | undefined };

/** An order of ours and the PayPal order by which it is settled. */
export type Found = { order: Order; paypalOrder: string };

const plainId = /^[\w-]{1,64}$/;

/** The order that an index names; the index may be a moment behind, so that a miss is no proof. */
const indexed = async (
  index: { name: 'byPaypalOrder' | 'byCapture'; key: 'paypalOrder' | 'capture'; value: string | undefined },
  ports: Ports,
): Promise<Order | undefined> => {
  if (index.value === undefined) return undefined;
  const { Items = [] } = await ports.dynamo.send(
    new QueryCommand({
      TableName: ports.table('orders.orders'),
      IndexName: index.name,
      KeyConditionExpression: '#key = :value',
      ExpressionAttributeNames: { '#key': index.key },
      ExpressionAttributeValues: toItem({ ':value': index.value }),
      Limit: 1,
    }),
  );
  return Items[0] && getOrder(unmarshall(Items[0])['id'] as string, ports);
};

/** Whether an order is the one meant by our own record, and by which PayPal order it is settled then. */
const settledBy = (order: Order | undefined, paypalOrder: string | undefined, capture: string | undefined) => {
  if (!order) return undefined;
  if (paypalOrder !== undefined && names(order, paypalOrder)) return { order, paypalOrder };
  const isCaptured = capture !== undefined && countsCapture(order, capture);
  return isCaptured && order.paypalOrder !== undefined ? { order, paypalOrder: order.paypalOrder } : undefined;
};

/**
 * Finds the order that a PayPal order or a capture is about, in our own record alone. What an event names as the order's
 * id is a candidate, which counts only if that order's row names the PayPal order or the capture; it is looked at first
 * because that is one consistent read. Undefined when there is none, or not yet.
 */
export const findOrder = async (
  paypalOrder: string | undefined,
  { customId, capture }: Hint,
  ports: Ports,
): Promise<Found | undefined> => {
  const candidate = customId !== undefined && plainId.test(customId) ? await getOrder(customId, ports) : undefined;
  return (
    settledBy(candidate, paypalOrder, capture) ??
    settledBy(
      await indexed({ name: 'byPaypalOrder', key: 'paypalOrder', value: paypalOrder }, ports),
      paypalOrder,
      capture,
    ) ??
    settledBy(await indexed({ name: 'byCapture', key: 'capture', value: capture }, ports), paypalOrder, capture)
  );
};
