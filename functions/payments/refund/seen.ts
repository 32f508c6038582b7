import { countsCapture, refundWrite, type Order } from '../../orders/public.ts';
import { refundStateOf, type PayPalRefund } from '../../paypal/public.ts';
import type { Ports } from '../../kit/ports.ts';
import { newsOf } from '../domain/refund-news.ts';
import { book } from './book.ts';

/** Why PayPal took money back by itself; undefined for a refund that somebody made. */
export type Taken = 'reversed' | 'denied' | undefined;

/** Which capture a refund is of, where that is not the order's own. */
const besideOf = (order: Order, { capture }: PayPalRefund): string | undefined =>
  capture === undefined || capture === order.capture ? undefined : capture;

const isOurs = (order: Order, { capture }: PayPalRefund): boolean =>
  capture === undefined ? order.capture !== undefined : countsCapture(order, capture);

/**
 * Books what PayPal says of a refund of an order, each PayPal refund once. One that is not of a capture of this order, or of
 * an amount that is none, is an alarm and is not booked. Returns the order as it is then.
 */
export const bookSeen = async (order: Order, refund: PayPalRefund, ports: Ports, taken?: Taken): Promise<Order> => {
  const { id: paypalRefund, amount } = refund;
  if (!amount || !isOurs(order, refund)) {
    ports.log.error('a refund does not fit its order', {
      outcome: amount ? 'refund-of-another' : 'refund-without-amount',
    });
    return order;
  }
  const state = refundStateOf(refund);
  const make = (now: Order) => {
    const capture = besideOf(now, refund);
    const id = refund.refund;
    const fails = state === 'failed' && id !== undefined && now.refunds?.[id] !== undefined;
    return refundWrite(
      now,
      {
        id,
        paypalRefund,
        amount,
        state,
        at: ports.now(),
        ...(capture !== undefined && { capture }),
        ...(taken && { reason: taken }),
        ...(fails && { set: { parked: 'refund-failed' } }),
      },
      ports,
    );
  };
  const booked = await book(order, make, ports);
  if (booked.changed && taken) ports.log.error('PayPal took a payment back', { outcome: taken });
  if (booked.changed && state === 'failed') ports.log.error('refund failed', { outcome: 'refund-failed' });
  return booked.order;
};

/** Books what PayPal lists of an order's refunds and the order does not know; returns the order as it is then. */
export const bookListed = async (order: Order, listed: readonly PayPalRefund[], ports: Ports): Promise<Order> => {
  let now = order;
  for (const refund of newsOf(order.refunds, listed)) now = await bookSeen(now, refund, ports);
  return now;
};
