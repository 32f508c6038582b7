import { Unavailable } from '../../kit/http/problem.ts';
import type { Ports } from '../../kit/ports.ts';
import { retry } from '../../kit/store/retry.ts';
import { apply, transact, type Write } from '../../kit/store/write.ts';
import { letterWrite } from '../../mail/public.ts';
import { getOrder, type MoneyChange, type Order } from '../../orders/public.ts';
import { releaseWrites } from '../../pins/public.ts';

const rounds = 6;

/** The letters about refunds that a change makes certain; each goes out once. Who had PayPal take the money back knows it. */
const letters = (before: Order, { order }: MoneyChange, ports: Ports): Write[] =>
  Object.entries(order.refunds ?? {})
    .filter(([id, { state }]) => state === 'done' && before.refunds?.[id]?.state !== 'done')
    .filter(([, { by, reason }]) => by !== 'paypal' || reason === undefined)
    .map(([id, { amount }]) =>
      letterWrite(
        {
          id: `refunded:${id}`,
          class: 'transactional',
          template: 'refunded',
          to: order.buyer,
          data: { order: order.id, placedAt: order.placedAt, amount, whole: order.status === 'refunded' },
          at: ports.now(),
        },
        ports,
      ),
    );

/**
 * The PINs of an order whose money is gone: never revealed they go back to the pool, by the transaction that says so (the
 * write is refused once the order is revealed); revealed ones stay with the order, and are never sold again.
 */
const freed = async (before: Order, { order }: MoneyChange, ports: Ports): Promise<Write[]> =>
  order.status === 'refunded' && before.status !== 'refunded' && order.revealed === undefined
    ? releaseWrites(order.id, ports)
    : [];

/** Whether a change was written: false once the order is not as it was read. */
const written = async (before: Order, change: MoneyChange, ports: Ports): Promise<boolean> => {
  const others = [...letters(before, change, ports), ...(await freed(before, change, ports))];
  if (others.length === 0) return (await apply(change.write, ports)).applied;
  const outcome = await transact([change.write, ...others], ports);
  if (outcome.done || outcome.refused.includes(0)) return outcome.done;
  throw new Unavailable('the money of an order was not booked: its letter or its hold refused');
};

/**
 * Changes the money of an order by what `make` makes of it, with the letter to its buyer, and with its PINs once nothing
 * of its money is left, in one transaction. The order is read again when it is not as it was; `make` returns undefined
 * when there is nothing to do, which is so after one's own success. Returns the order as it is then, and whether this call
 * changed it.
 */
export const book = async (
  order: Order,
  make: (order: Order) => MoneyChange | undefined,
  ports: Ports,
): Promise<{ order: Order; changed: boolean }> => {
  let now: Order | undefined = order;
  for (let round = 0; round < rounds && now; round += 1) {
    const change = make(now);
    if (!change) return { order: now, changed: false };
    if (await written(now, change, ports)) {
      if (change.excess) ports.log.error('more went back than was captured', { outcome: 'refund-excess' });
      return { order: change.order, changed: true };
    }
    now = await retry(() => getOrder(order.id, ports), ports);
  }
  throw new Unavailable('the money of an order kept changing');
};
