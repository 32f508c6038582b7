import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { sameMoney, type Money } from '../kit/value/money.ts';
import { isRefusal, refuse } from '../kit/value/result.ts';
import { nextQueue, type Order } from './domain.ts';
import { withLateCapture, type LateCapture } from './domain/late-captures.ts';
import {
  refundable,
  withChargeBack,
  withFailure,
  withRefund,
  withRequest,
  type RefundRefusal,
  type RefundRequest,
  type SeenRefund,
} from './domain/refunds.ts';
import { booked, moneyAsRead, unparked, type Besides, type MoneyChange } from './money-write.ts';
import { moveWrite } from './move.ts';

/**
 * Returns the write by which a refund is requested: it is stored with its id, and its sum counts, before PayPal is called.
 * Refused as a value for more than is left of what was captured; refused by its condition once the order's money is not
 * as it was read. What failed before is no reason to look at the order any more.
 */
export const refundRequestWrite = (
  order: Order,
  request: Omit<RefundRequest, 'at'> & { at: Date } & Besides,
  ports: Pick<Ports, 'table'>,
): MoneyChange | RefundRefusal => {
  // A pending capture has brought no money yet.
  if (order.status === 'pending') return refuse('nothing-to-refund');
  const next = withRequest(order, { ...request, at: request.at.toISOString() });
  if (isRefusal(next)) return next;
  return booked(order, { order: unparked(next), excess: false }, request, request.at, ports);
};

/**
 * Returns the write by which all of a capture is to be refunded that an order has no use for; undefined when the order
 * counts it already.
 */
export const lateCaptureWrite = (
  order: Order,
  { paypalOrder, at, ...late }: Omit<LateCapture, 'at'> & { paypalOrder: string; at: Date },
  ports: Pick<Ports, 'table'>,
): MoneyChange | undefined => {
  const next = withLateCapture(order, { ...late, at: at.toISOString() });
  if (!next) return undefined;
  const isOwn = order.capture === undefined;
  const set = { paypalOrder, capture: next.capture, captured: next.captured };
  return booked(order, { order: next, excess: false }, isOwn ? { set } : {}, at, ports);
};

/** Money that does not fit its order: what was captured, undefined where PayPal does not say it as an amount. */
export type Misfit = { id: string; paypalOrder: string; capture: string; amount: Money | undefined; at: Date };

/** The order with the capture that does not fit it, and what is left of that requested back. */
const withMisfit = (order: Order, { id, capture, at }: Misfit, amount: Money): Order => {
  const captured = sameMoney(amount, order.total) ? undefined : amount;
  const back = order.refunded.amount > 0 ? order.refunded : { ...amount, amount: 0 };
  const owned = { ...order, capture, captured, refunded: back };
  const next = withRequest(owned, { id, by: 'quarantine', at: at.toISOString() });
  return isRefusal(next) ? owned : next;
};

/**
 * Returns the move of an order into quarantine with the capture that does not fit it, all of which is to be refunded. Where
 * the amount is unknown the order is parked in its place. Refused once the order's money is not as it was read.
 */
export const quarantineWrite = (order: Order, misfit: Misfit, ports: Ports): Write => {
  const { paypalOrder, capture, amount, at } = misfit;
  const next = amount && withMisfit(order, misfit, amount);
  const money = next && { refunded: next.refunded, refunds: next.refunds, captured: next.captured };
  const set = Object.entries({ paypalOrder, capture, ...(money ?? { parked: 'amount-unknown' }) });
  return moveWrite(
    {
      id: order.id,
      from: order.status,
      to: 'quarantined',
      at,
      set: Object.fromEntries(set.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
      queue: next ? nextQueue({ ...next, status: 'quarantined' }) : 'parked',
      onlyIf: moneyAsRead(order),
    },
    ports,
  );
};

/** Returns the write of what PayPal says of a refund; undefined when that is nothing new. */
export const refundWrite = (
  order: Order,
  seen: Omit<SeenRefund, 'at'> & { at: Date } & Besides,
  ports: Pick<Ports, 'table'>,
): MoneyChange | undefined => {
  const to = withRefund(order, { ...seen, at: seen.at.toISOString() });
  return to && booked(order, to, seen, seen.at, ports);
};

/**
 * Returns the write by which a refund of ours has failed; undefined when it is not open. Where money is left that somebody has to
 * give back, a person has to look: the order is parked.
 */
export const refundFailureWrite = (
  order: Order,
  { id, reason, at, ...besides }: { id: string; reason: string; at: Date } & Besides,
  ports: Pick<Ports, 'table'>,
): MoneyChange | undefined => {
  const to = withFailure(order, id, reason);
  if (!to) return undefined;
  const set = { ...(leavesMoney({ ...to.order, ...besides.set }, id) && { parked: 'refund-failed' }), ...besides.set };
  return booked(order, { ...to, order: { ...to.order, ...besides.set } }, { ...besides, set }, at, ports);
};

/** Whether money is left after a refund that failed; of a capture beside the order's own all of it is. */
const leavesMoney = (order: Order, id: string): boolean =>
  order.refunds?.[id]?.capture !== undefined || refundable(order).amount > 0;

/** Returns the write by which so much more was charged back; `set` and `onlyIf` book it once by its dispute. */
export const chargeBackWrite = (
  order: Order,
  { amount, at, ...besides }: { amount: Money; at: Date } & Besides,
  ports: Pick<Ports, 'table'>,
): MoneyChange => booked(order, withChargeBack(order, amount), besides, at, ports);
