import { boughtLinesWrite } from '../cart/public.ts';
import { claimed, moveWrite, type Order } from '../orders/public.ts';
import type { Ports } from '../kit/ports.ts';
import { all } from '../kit/store/condition.ts';
import { isUnavailable } from '../kit/store/unavailable.ts';
import { brief, once, type Persistence } from '../kit/store/retry.ts';
import { transact, type Write } from '../kit/store/write.ts';
import { receiptWrite } from './receipt.ts';
import { boughtBy, tidyCart } from './tidy-cart.ts';

/** The captured payment that an order is delivered for. */
export type Paid = { paypalOrder?: string | undefined; capture?: string | undefined } & Pick<
  Order,
  'protection' | 'payer'
>;

/** `order-refused`: the order's own condition did; `refused`: only something beside it. */
export type Outcome = 'done' | 'order-refused' | 'refused';

const undisputed = 'disputed = :no';
/** A paid order that is being refunded is in the queue of refunds. */
const notBeingRefunded = '#open <> :refund';
const notWithdrawn = 'attribute_not_exists(withdrawal)';

/** Nobody captures any more: what is left of the claim is that it was made. */
const leaseOver = ['claimUntil', 'claimBy', 'claimShared'];

const move = (order: Order, set: Paid, at: Date, how: { remove: string[] } | { queue: 'fulfilment' }, ports: Ports) =>
  moveWrite(
    {
      id: order.id,
      from: order.status,
      to: 'fulfilled',
      at,
      set: Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)) as Record<string, string>,
      ...how,
      remove: [...leaseOver, ...('remove' in how ? how.remove : [])],
      onlyIf: {
        condition: order.status === 'paid' ? all(undisputed, notBeingRefunded, notWithdrawn) : all(claimed, undisputed),
        values: { ':no': false, ...(order.status === 'paid' && { ':refund': 'refund' }) },
      },
    },
    ports,
  );

const run = async (writes: Write[], ports: Ports, persistence: Persistence): Promise<Outcome> => {
  const outcome = await transact(writes, ports, persistence);
  if (outcome.done) return 'done';
  return outcome.refused.includes(0) ? 'order-refused' : 'refused';
};

/** Everything in one transaction, and once more after a conflict; the cart is read anew for it. */
const withCart = async (order: Order, paid: Paid, ports: Ports): Promise<Outcome> => {
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const at = ports.now();
    try {
      const bought = boughtBy(order);
      const cart = bought && (await boughtLinesWrite(bought, ports));
      const own = move(order, paid, at, { remove: ['cart.id'] }, ports);
      return await run([own, receiptWrite(order, at, ports), ...(cart ? [cart] : [])], ports, once);
    } catch (error) {
      if (!isUnavailable(error)) throw error;
    }
  }
  return 'refused';
};

/** The cart is left for afterwards: the order stays in its queue until its lines have left it. */
const withoutCart = (order: Order, paid: Paid, ports: Ports): Promise<Outcome> => {
  const at = ports.now();
  const own = move(order, paid, at, { queue: 'fulfilment' }, ports);
  return run([own, receiptWrite(order, at, ports)], ports, brief);
};

/**
 * Fulfils an order that is paid. One transaction: the order is fulfilled, its receipt waits in the outbox, exactly the
 * lines bought leave the cart, and the order forgets the cart. When the cart refuses, or is in conflict twice, the
 * same without the cart, whose lines leave it afterwards. Safe to repeat; throws when the store stays unavailable.
 */
export const fulfilOrder = async (order: Order, paid: Paid, ports: Ports): Promise<Outcome> => {
  const outcome = await withCart(order, paid, ports);
  if (outcome !== 'refused') return outcome;
  const without = await withoutCart(order, paid, ports);
  if (without === 'done') await tidyCart(order, ports);
  return without;
};
