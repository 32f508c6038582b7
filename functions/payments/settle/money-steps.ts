import { lateCaptureWrite, refundWrite, takenBy, type Order } from '../../orders/public.ts';
import { completed } from '../../paypal/public.ts';
import { lateCaptures } from '../domain/next-step.ts';
import { book } from '../refund/book.ts';
import { bookListed } from '../refund/seen.ts';
import type { Take } from './learned.ts';

/**
 * Has all of a payment go back that the order has no use for, and raises the alarm, once for each capture. Where the order has no
 * capture it keeps this one as its own, and takes up nothing else.
 */
export const late: Take = async (order, seen, ports) => {
  const payment = await completed(ports.paypal, seen);
  let now = order;
  for (const { id: capture, amount } of lateCaptures(order, payment)) {
    if (!amount) {
      ports.log.error('payment does not fit its order', { outcome: 'amount-unknown' });
      continue;
    }
    const late = { id: `refund-${ports.newId()}`, paypalOrder: payment.id, capture, amount, at: ports.now() };
    const booked = await book(now, (current) => lateCaptureWrite(current, late, ports), ports);
    if (booked.changed) ports.log.error('payment does not fit its order', { outcome: 'late' });
    now = booked.order;
  }
  return { payment, order: now };
};

/** Books a capture that PayPal denied after it had completed it: the money is gone, as if it had been refunded whole. */
export const reverse: Take = async (order, payment, ports) => {
  const make = (now: Order) => {
    const taken = takenBy(now);
    const amount = {
      ...taken,
      amount: Math.max(0, taken.amount - now.refunded.amount - (now.chargedBack?.amount ?? 0)),
    };
    const seen = {
      paypalRefund: `denied-${now.capture}`,
      amount,
      state: 'done',
      reason: 'denied',
      at: ports.now(),
    } as const;
    return refundWrite(now, seen, ports);
  };
  const booked = await book(order, make, ports);
  if (booked.changed) ports.log.error('PayPal took a payment back', { outcome: 'denied' });
  return { payment, order: booked.order };
};

/** Books refunds that PayPal lists and that the order does not have. */
export const learn: Take = async (order, payment, ports) => ({
  payment,
  order: await bookListed(order, payment.refunds ?? [], ports),
});
