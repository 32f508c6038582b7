import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { claiming, claimLease, getOrder, mayCapture, renewClaim, type Order } from '../orders/public.ts';
import type { Ports } from '../kit/ports.ts';
import { Unavailable } from '../kit/http/problem.ts';
import { candidates } from '../pins/free-pins.ts';
import { pinsIn, refusedActions, taking, type Hold } from '../pins/hold-row.ts';
import { patiently, waiting, type Pausing } from '../pins/patience.ts';
import { choose, demand, rolls, type Line } from '../pins/domain.ts';

/** What the pool needs from outside. */
export type PoolPorts = Ports & Pausing;

/** How long (milliseconds) the index may plausibly be behind the table. */
const indexLag = 300;
const renewals = 5;

/** Takes PINs and the claim in one transaction; otherwise says that the order or its hold refused, or which PINs are gone. */
const take = async (
  order: Order,
  paypalOrder: string,
  hold: Hold,
  ports: PoolPorts,
): Promise<{ claimUntil: number } | 'refused' | { gone: string[] }> => {
  const at = ports.now();
  const actions = [{ Update: claiming(order, paypalOrder, at, ports) }, ...taking(hold, ports)];
  try {
    await ports.dynamo.send(new TransactWriteItemsCommand({ TransactItems: actions }));
    return { claimUntil: at.getTime() + claimLease };
  } catch (error) {
    const refused = refusedActions(error);
    if (refused.includes(0) || refused.includes(1)) return 'refused';
    const pins = pinsIn(hold);
    return { gone: refused.flatMap((index) => pins[index - 2]?.id ?? []) };
  }
};

/**
 * Takes PINs chosen by chance until nobody else was faster. After a lost race the index is read again for the cards that
 * lost, because a read costs less than a transaction in vain; what was lost is not tried again, so that every round has
 * fewer PINs to try.
 */
const look = async (
  order: Order,
  paypalOrder: string,
  lines: readonly Line[],
  ports: PoolPorts,
): Promise<{ claimUntil: number } | 'refused' | 'too-few'> => {
  const lost = new Set<string>();
  const found = new Map<string, string[]>();
  for (;;) {
    const stale = lines.filter(({ sku }) => found.get(sku)?.every((id) => !lost.has(id)) !== true);
    await Promise.all(stale.map(async (line) => found.set(line.sku, await candidates(line, lost, ports))));
    if (lines.some(({ sku, quantity }) => (found.get(sku)?.length ?? 0) < quantity)) return 'too-few';
    const chosen = ({ sku, quantity }: Line) => choose(found.get(sku) ?? [], rolls(ports.random(4 * quantity)));
    const attempt = () => {
      const pins = Object.fromEntries(lines.map((line) => [line.sku, chosen(line)]));
      return take(order, paypalOrder, { order: order.id, pins }, ports);
    };
    const outcome = await patiently(attempt, ports);
    if (outcome === 'refused' || 'claimUntil' in outcome) return outcome;
    for (const id of outcome.gone) lost.add(id);
  }
};

/**
 * Reads back who has the claim. One for the same payment and try is as good as one's own, whoever made it, because its
 * capture has the same request id; it gets a new lease when a capture would not be over within the one it has.
 */
const readBack = async (order: Order, paypalOrder: string, ports: PoolPorts): Promise<'claimed' | 'lost' | 'free'> => {
  for (let round = 0; round < renewals; round += 1) {
    const now = await patiently(() => getOrder(order.id, ports), ports);
    if (!now || now.captureTry !== order.captureTry) return 'lost';
    if (now.capturing === undefined) return now.status === order.status ? 'free' : 'lost';
    if (now.capturing !== paypalOrder || now.status !== 'approved') return 'lost';
    if (mayCapture(now, ports.now().getTime())) return 'claimed';
    await patiently(() => renewClaim(now, ports), ports);
  }
  throw new Unavailable('the claim of a capture kept running out');
};

/**
 * Holds the PINs of an order, approves it and claims its one capture for a PayPal order, all in one transaction. Returns
 * `claimed` while the lease of the claim has room for a capture that begins now; safe to repeat and to run twice at once.
 * `out-of-stock` when two whole looks at the index find too few PINs and the order has no hold; `lost` when another
 * payment has the claim, or the order moved since it was read: then both sides have to be read again.
 */
export const holdAndClaim = async (
  order: Order,
  paypalOrder: string,
  ports: PoolPorts,
): Promise<'claimed' | 'out-of-stock' | 'lost'> => {
  const hasRoom = (claim: Pick<Order, 'claimUntil'>) => mayCapture(claim, ports.now().getTime());
  if (order.capturing !== undefined) {
    if (order.capturing === paypalOrder && order.status === 'approved' && hasRoom(order)) return 'claimed';
    return (await readBack(order, paypalOrder, ports)) === 'claimed' ? 'claimed' : 'lost';
  }
  const lines = demand(order.lines);
  let outcome = await look(order, paypalOrder, lines, ports);
  // An index that shows too few may be a moment behind the table, so it is believed only after a second look.
  if (outcome === 'too-few') {
    await waiting(ports)(indexLag);
    outcome = await look(order, paypalOrder, lines, ports);
  }
  if (typeof outcome === 'object' && hasRoom(outcome)) return 'claimed';
  // The last PINs may have gone to this very order, held by a run at the same moment.
  const standing = await readBack(order, paypalOrder, ports);
  return standing === 'free' ? (outcome === 'too-few' ? 'out-of-stock' : 'lost') : standing;
};
