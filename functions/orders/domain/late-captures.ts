import { sameMoney, type Money } from '../../kit/value/money.ts';
import type { Balance, Refund } from './refunds.ts';

/** A capture that an order has no use for: it came late, or beside the one that paid the order. */
export type LateCapture = { id: string; capture: string; amount: Money; at: string };

/** Returns whether an order counts a capture, as its own or among those that are refunded beside it. */
export const countsCapture = ({ capture, refunds = {} }: Pick<Balance, 'capture' | 'refunds'>, id: string): boolean =>
  capture === id || Object.values(refunds).some((refund) => refund.capture === id);

/**
 * Returns an order with a capture that it has no use for, all of which is to be refunded: as the order's own where it has
 * none, beside it otherwise; undefined when it is counted already.
 */
export const withLateCapture = <B extends Balance>(
  order: B,
  { id, capture, amount, at }: LateCapture,
): B | undefined => {
  if (countsCapture(order, capture)) return undefined;
  const refund: Refund = { amount, at, by: 'late', state: 'requested', whole: true };
  if (order.capture !== undefined) return { ...order, refunds: { ...order.refunds, [id]: { ...refund, capture } } };
  const captured = sameMoney(amount, order.total) ? undefined : amount;
  return {
    ...order,
    capture,
    captured,
    refunded: { ...amount, amount: 0 },
    refunds: { ...order.refunds, [id]: refund },
  };
};
