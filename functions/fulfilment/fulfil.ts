import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { removeBought } from '../cart/public.ts';
import { getOrder, moveOrder, totalOf, type Order } from '../checkout/public.ts';
import { isContention, refusedByCondition } from '../kit/dynamo.ts';
import type { Ports } from '../kit/ports.ts';
import { letter } from '../mail/public.ts';

const receipt = (order: Order, at: Date, ports: Ports) =>
  letter(
    {
      id: `receipt:${order.id}`,
      class: 'transactional',
      template: 'receipt',
      to: order.buyer,
      data: {
        order: order.id,
        placedAt: order.placedAt,
        lines: order.lines.map(({ name, quantity, unitMinor }) => ({
          name,
          quantity,
          unitPrice: { minor: unitMinor, currency: order.currency },
        })),
        total: totalOf(order),
      },
      at,
    },
    ports,
  );

/**
 * Delivers a paid order. First exactly the lines bought leave the cart, then one transaction of two items: the order is
 * fulfilled and its receipt waits in the outbox. Safe to repeat at every point; a disputed order is not delivered.
 */
export const fulfil = async (id: string, ports: Ports): Promise<'fulfilled' | 'not-now'> => {
  const order = await getOrder(id, ports);
  if (order?.status !== 'paid' || order.disputed) return 'not-now';
  const { cart, lines } = order;
  if (cart.id !== undefined) await removeBought({ cart: cart.id, version: cart.version, order: id, lines }, ports);
  const at = ports.now();
  const onlyIf = { condition: 'disputed = :no', values: { ':no': false } };
  const Update = moveOrder({ id, to: 'fulfilled', at, onlyIf }, ports);
  try {
    await ports.dynamo.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }, receipt(order, at, ports)] }));
    return 'fulfilled';
  } catch (error) {
    if (refusedByCondition(error) && !isContention(error)) return 'not-now';
    throw error;
  }
};
