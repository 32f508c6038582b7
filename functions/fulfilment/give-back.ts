import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { getOrder, returning, type Order } from '../orders/public.ts';
import { Unavailable } from '../kit/http/problem.ts';
import { freeing, holdOf, refusedActions } from '../pins/hold-row.ts';
import type { PoolPorts } from './hold.ts';
import { patiently, waiting } from '../pins/patience.ts';

/** How often a lease may be renewed by somebody else while this one waits for its end. */
const waits = 4;

const endAt = (now: Order, paypalOrder: string, failAttempt: number | undefined): number | undefined =>
  failAttempt === now.attempt && now.attempts[String(failAttempt)]?.paypalOrder === paypalOrder
    ? failAttempt
    : undefined;

const giveBack = async (now: Order, failAttempt: number | undefined, ports: PoolPorts): Promise<boolean> => {
  const hold = await holdOf(now.id, ports);
  const actions = [{ Update: returning(now, failAttempt, ports) }, ...(hold ? freeing(hold, ports) : [])];
  try {
    await ports.dynamo.send(new TransactWriteItemsCommand({ TransactItems: actions }));
    return true;
  } catch (error) {
    const refused = refusedActions(error);
    if (refused.includes(0) || refused.includes(1)) return false;
    throw error;
  }
};

/**
 * Gives the claim of a capture back and frees the order's PINs in one transaction, after PayPal refused that capture for
 * certain; with `failAttempt` that attempt ends too. It waits for the end of the lease: until then another worker with
 * the same claim may be capturing, and must not be left without stock. Does nothing when the claim is another's or has
 * been given back already, and when the order went on meanwhile. Safe to repeat; throws Unavailable when others keep
 * renewing the lease.
 */
export const giveBackClaim = async (
  order: Order,
  paypalOrder: string,
  ports: PoolPorts,
  { failAttempt }: { failAttempt?: number | undefined } = {},
): Promise<void> => {
  for (let round = 0; round < waits; round += 1) {
    const now = await patiently(() => getOrder(order.id, ports), ports);
    const ours = now?.capturing === paypalOrder && now.captureTry === order.captureTry && now.status === 'approved';
    if (!ours) return;
    const left = (now.claimUntil ?? 0) - ports.now().getTime();
    if (left > 0) await waiting(ports)(left);
    if (await patiently(() => giveBack(now, endAt(now, paypalOrder, failAttempt), ports), ports)) return;
  }
  throw new Unavailable('the lease of a claim was renewed while its end was waited for');
};
