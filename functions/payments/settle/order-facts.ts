import { approvedHere, attemptOf, openedAt, openPayments, type Order } from '../../orders/public.ts';
import type { OrderFacts } from '../domain/next-step.ts';
import type { EventFacts } from '../domain/settled-by.ts';
import type { LookFacts } from '../domain/next-look.ts';

/** Returns who is to be paid by a payment of an order, as PayPal said when the attempt was made. */
export const payeeOf = (order: Order, paypalOrder: string): string | undefined => attemptOf(order, paypalOrder)?.payee;

/** The later of two: when the order got its status, and when the attempt was made whose capture is claimed. */
const sinceOf = (order: Order): number =>
  Math.max(
    Date.parse(order.history.at(-1)?.at ?? order.placedAt),
    Date.parse(attemptOf(order, order.capturing)?.at ?? order.placedAt),
  );

/** Returns what decisions know of an order. */
export const factsOf = (order: Order): OrderFacts => ({
  id: order.id,
  status: order.status,
  total: order.total,
  capturing: order.capturing,
  capture: order.capture,
  refunds: order.refunds,
  paypalOrder: order.paypalOrder,
  approved: approvedHere(order),
  opened: Date.parse(openedAt(order)),
  since: sinceOf(order),
});

/** Returns what hangs on an order for an event that names it: what the next look reads back, and when that is. */
export const eventFactsOf = (order: Order): EventFacts => ({
  ...factsOf(order),
  open: openPayments(order),
  checkAt: order.checkAt,
  parked: order.parked,
});

const latest = (times: readonly string[]): number | undefined =>
  times.length > 0 ? Math.max(...times.map((time) => Date.parse(time))) : undefined;

/** Returns what the next look at an order hangs on. */
export const lookFactsOf = (order: Order): LookFacts => {
  const missing = Object.values(order.missing ?? {});
  return {
    ...factsOf(order),
    missingSince: latest(missing.map(({ since }) => since)),
    searchedAt: latest(missing.flatMap(({ searched = [] }) => searched)),
  };
};
