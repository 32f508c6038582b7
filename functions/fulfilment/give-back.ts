import { getOrder, isSole, claimReturnWrite, type Order } from '../orders/public.ts';
import { Unavailable } from '../kit/http/problem.ts';
import { releaseWrites } from '../pins/public.ts';
import type { Ports } from '../kit/ports.ts';
import { retry } from '../kit/store/retry.ts';
import { transact } from '../kit/store/write.ts';

/** How often a lease may be renewed by somebody else while this one waits for its end. */
const waits = 4;

const endAt = (now: Order, paypalOrder: string, failAttempt: number | undefined): number | undefined =>
  failAttempt === now.attempt && now.attempts[String(failAttempt)]?.paypalOrder === paypalOrder
    ? failAttempt
    : undefined;

const giveBack = async (now: Order, failAttempt: number | undefined, ports: Ports): Promise<boolean> => {
  const writes = [claimReturnWrite(now, failAttempt, ports), ...(await releaseWrites(now.id, ports))];
  const outcome = await transact(writes, ports);
  if (outcome.done || outcome.refused.some((position) => position < 2)) return outcome.done;
  throw new Unavailable('a PIN that an order holds is not held by it');
};

/**
 * Gives the claim of a capture back and frees the order's PINs in one transaction, after PayPal refused that capture for
 * certain; with `failAttempt` that attempt ends too. A claim that another run has made or joined is given back only after
 * its lease, which is waited for: until then that run may be capturing, and must not be left without stock. Does nothing when the claim is another's or has
 * been given back already, and when the order went on meanwhile. Safe to repeat; throws Unavailable when others keep
 * renewing the lease.
 */
export const giveBackClaim = async (
  order: Order,
  paypalOrder: string,
  ports: Ports,
  { failAttempt }: { failAttempt?: number | undefined } = {},
): Promise<void> => {
  for (let round = 0; round < waits; round += 1) {
    const now = await retry(() => getOrder(order.id, ports), ports);
    const ours = now?.capturing === paypalOrder && now.captureTry === order.captureTry && now.status === 'approved';
    if (!ours) return;
    const left = isSole(now, ports.run) ? 0 : (now.claimUntil ?? 0) - ports.now().getTime();
    if (left > 0) await ports.pause(left);
    if (await giveBack(now, endAt(now, paypalOrder, failAttempt), ports)) return;
  }
  throw new Unavailable('the lease of a claim was renewed while its end was waited for');
};
