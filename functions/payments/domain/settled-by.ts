import { minute } from '../../kit/value/time.ts';
import { saysNothingNew, type Hint, type OrderFacts } from './next-step.ts';

/**
 * Who settles an event that the stream does not: nobody has to (`nothing-new`), the sweeper when it looks at the order
 * anyway (`with-its-order`), or the sweeper by the event itself.
 */
export type SettledBy = 'nothing-new' | 'with-its-order' | 'by-itself';

/** What is known of the order that an event names; `open` are the PayPal orders that a look reads back (`checkAt` in epoch seconds). */
export type EventFacts = OrderFacts & {
  open: readonly string[];
  checkAt?: number | undefined;
  parked?: string | undefined;
};

/** The statuses in which the sweeper of payments looks at an order. */
const lookedAt: readonly OrderFacts['status'][] = ['created', 'approved', 'pending'];

/** The look has to begin after the event is stored, or it might have read the payment before; and it has to be soon. */
const [earliest, latest] = [minute, 10 * minute];

/** Returns who settles an event about a payment of an order (`now` in epoch milliseconds); the order is one that the event names. */
export const settledBy = (
  order: EventFacts | undefined,
  event: Hint & { paypalOrder?: string | undefined },
  now: number,
): SettledBy => {
  if (!order || event.paypalOrder === undefined) return 'by-itself';
  if (saysNothingNew(order, event.paypalOrder, event)) return 'nothing-new';
  const untilLook = (order.checkAt ?? 0) * 1000 - now;
  const isReadBack =
    lookedAt.includes(order.status) && order.parked === undefined && order.open.includes(event.paypalOrder);
  return isReadBack && untilLook > earliest && untilLook <= latest ? 'with-its-order' : 'by-itself';
};
