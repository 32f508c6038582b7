import { TransactWriteItemsCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { applied, getOrder, leaseEnded, moveOrder, type Order } from '../orders/public.ts';
import { letter } from '../mail/public.ts';
import { freeing, holdOf, refusedActions } from '../pins/hold-row.ts';
import type { PoolPorts } from './hold.ts';
import { patiently, waiting } from '../pins/patience.ts';

/** Why an order is voided. */
export type VoidReason = 'out-of-stock' | 'refused' | 'lapsed';

/**
 * `tell`: whether the buyer gets a letter, which hangs on what PayPal just said of the payment: who approved it is told,
 * who never did is left alone. `disproven`: the PayPal order of which PayPal has said for certain that it brings no
 * money; without it an order with a claim is not voided.
 */
export type Voiding = { tell: boolean; disproven?: string | undefined };

const news = (order: Order, reason: VoidReason, ports: PoolPorts): TransactWriteItem =>
  letter(
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

const move = (order: Order, disproven: string | undefined, ports: PoolPorts) => {
  const claim =
    order.capturing === undefined ? 'attribute_not_exists(capturing)' : `capturing = :disproven AND ${leaseEnded}`;
  return moveOrder(
    {
      id: order.id,
      from: order.status,
      to: 'voided',
      at: ports.now(),
      remove: ['capturing', 'claimUntil'],
      onlyIf: {
        condition: `captureTry = :try AND ${claim}`,
        values: {
          ':try': order.captureTry,
          ...(order.capturing !== undefined && { ':disproven': disproven ?? '', ':now': ports.now().getTime() }),
        },
      },
    },
    ports,
  );
};

/** Voids in one write if there is nothing else to do, otherwise in one transaction; false when the order itself refused. */
const run = async (order: Order, reason: VoidReason, { tell, disproven }: Voiding, ports: PoolPorts) => {
  const Update = move(order, disproven, ports);
  const hold = order.capturing === undefined ? undefined : await holdOf(order.id, ports);
  const actions = [...(tell ? [news(order, reason, ports)] : []), ...(hold ? freeing(hold, ports) : [])];
  if (actions.length === 0) return applied(Update, ports);
  try {
    await ports.dynamo.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }, ...actions] }));
    return true;
  } catch (error) {
    if (refusedActions(error).includes(0)) return false;
    throw error;
  }
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
  ports: PoolPorts,
  { tell, disproven }: Voiding,
): Promise<boolean> => {
  if (order.capturing !== undefined && order.capturing !== disproven) return false;
  const left = order.capturing === undefined ? 0 : (order.claimUntil ?? 0) - ports.now().getTime();
  if (left > 0) await waiting(ports)(left);
  if (await patiently(() => run(order, reason, { tell, disproven }, ports), ports)) return true;
  return (await patiently(() => getOrder(order.id, ports), ports))?.status === 'voided';
};
