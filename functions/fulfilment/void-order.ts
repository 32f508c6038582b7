import { claimedForThis, getOrder, leaseEnded, moveWrite, sameTry, unclaimed, type Order } from '../orders/public.ts';
import { letterWrite } from '../mail/public.ts';
import { releaseWrites } from '../pins/public.ts';
import { Unavailable } from '../kit/http/problem.ts';
import type { Ports } from '../kit/ports.ts';
import { all } from '../kit/store/condition.ts';
import { retry } from '../kit/store/retry.ts';
import { apply, transact, type Write } from '../kit/store/write.ts';

/** Why an order is voided. */
export type VoidReason = 'out-of-stock' | 'refused' | 'reversed' | 'lapsed';

/**
 * `tell`: whether the buyer gets a letter, which hangs on what PayPal just said of the payment: who approved it is told,
 * who never did is left alone. `disproven`: the PayPal order of which PayPal has said for certain that it brings no
 * money; without it an order with a claim is not voided.
 */
export type Voiding = { tell: boolean; disproven?: string | undefined };

const voidLetterWrite = (order: Order, reason: VoidReason, ports: Ports): Write =>
  letterWrite(
    {
      id: `voided:${order.id}`,
      class: 'transactional',
      template: 'order-voided',
      to: order.buyer,
      data: { order: order.id, reason, placedAt: order.placedAt },
      at: ports.now(),
    },
    ports,
  );

const move = (order: Order, disproven: string | undefined, ports: Ports) => {
  const isDisproven = all(claimedForThis, leaseEnded);
  return moveWrite(
    {
      id: order.id,
      from: order.status,
      to: 'voided',
      at: ports.now(),
      // A capture that was pending brought nothing; should it come all the same, it is another's and goes back.
      remove: ['capturing', 'claimUntil', ...(order.capture === undefined ? [] : ['capture'])],
      onlyIf: {
        condition: all(sameTry, order.capturing === undefined ? unclaimed : isDisproven),
        values: {
          ':try': order.captureTry,
          ...(order.capturing !== undefined && { ':paypal': disproven ?? '', ':now': ports.now().getTime() }),
        },
      },
    },
    ports,
  );
};

/** Voids in one write if there is nothing else to do, otherwise in one transaction; false when the order itself refused. */
const run = async (order: Order, reason: VoidReason, { tell, disproven }: Voiding, ports: Ports): Promise<boolean> => {
  const own = move(order, disproven, ports);
  const freed = order.capturing === undefined ? [] : await releaseWrites(order.id, ports);
  const others = [...(tell ? [voidLetterWrite(order, reason, ports)] : []), ...freed];
  if (others.length === 0) return (await apply(own, ports)).applied;
  const outcome = await transact([own, ...others], ports);
  if (outcome.done || outcome.refused.includes(0)) return outcome.done;
  throw new Unavailable('an order was not voided: its letter or its hold refused');
};

/**
 * Voids an order, frees its PINs and puts out the letter to its buyer, all in one transaction; an order that has no claim
 * holds nothing, and one that tells nobody either is voided by one write. Refused when the order moved since it was read, and while it
 * has a claim, unless that claim's capture is `disproven` and its lease has ended, which is waited for. Returns whether
 * the order is voided now, by whomever.
 */
export const voidOrder = async (
  order: Order,
  reason: VoidReason,
  ports: Ports,
  { tell, disproven }: Voiding,
): Promise<boolean> => {
  if (order.capturing !== undefined && order.capturing !== disproven) return false;
  const left = order.capturing === undefined ? 0 : (order.claimUntil ?? 0) - ports.now().getTime();
  if (left > 0) await ports.pause(left);
  if (await run(order, reason, { tell, disproven }, ports)) return true;
  return (await retry(() => getOrder(order.id, ports), ports))?.status === 'voided';
};
