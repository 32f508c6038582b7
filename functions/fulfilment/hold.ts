import { Unavailable } from '../kit/http/problem.ts';
import type { Ports } from '../kit/ports.ts';
import { retry } from '../kit/store/retry.ts';
import { claimWrite, claimLease, getOrder, isSole, joinClaim, mayCapture, type Order } from '../orders/public.ts';
import { holdPins } from '../pins/public.ts';

const renewals = 5;

/**
 * Reads back who has the claim. One for the same payment and try is as good as one's own, whoever made it, because its
 * capture has the same request id; it is joined, and gets a new lease when a capture would not be over within the one it has.
 */
const readBack = async (order: Order, paypalOrder: string, ports: Ports): Promise<'claimed' | 'lost' | 'free'> => {
  for (let round = 0; round < renewals; round += 1) {
    const now = await retry(() => getOrder(order.id, ports), ports);
    if (!now || now.captureTry !== order.captureTry) return 'lost';
    if (now.capturing === undefined) return now.status === order.status ? 'free' : 'lost';
    if (now.capturing !== paypalOrder || now.status !== 'approved') return 'lost';
    if (mayCapture(now, ports.now().getTime()) && (now.claimShared || isSole(now, ports.run))) return 'claimed';
    await joinClaim(now, ports);
  }
  throw new Unavailable('the claim of a capture kept running out');
};

/**
 * Holds the PINs of an order, approves it and claims its one capture for a PayPal order, all in one transaction. Returns
 * `claimed` while the lease of the claim has room for a capture that begins now; safe to repeat and to run twice at once.
 * `out-of-stock` when the stock has too few PINs and the order has no hold; `lost` when another payment has the claim, or
 * the order moved since it was read: then both sides have to be read again.
 */
export const holdAndClaim = async (
  order: Order,
  paypalOrder: string,
  ports: Ports,
): Promise<'claimed' | 'out-of-stock' | 'lost'> => {
  const hasRoom = (claimUntil: number | undefined) => mayCapture({ claimUntil }, ports.now().getTime());
  if (order.capturing !== undefined) {
    return (await readBack(order, paypalOrder, ports)) === 'claimed' ? 'claimed' : 'lost';
  }
  let claimedAt = 0;
  const own = () => {
    const at = ports.now();
    claimedAt = at.getTime();
    return claimWrite(order, paypalOrder, at, ports);
  };
  const outcome = await holdPins(order.id, order.lines, own, ports);
  if (outcome === 'held' && hasRoom(claimedAt + claimLease)) return 'claimed';
  // The last PINs may have gone to this very order, held by a run at the same moment.
  const current = await readBack(order, paypalOrder, ports);
  return current === 'free' ? (outcome === 'too-few' ? 'out-of-stock' : 'lost') : current;
};
