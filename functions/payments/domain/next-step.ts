import type { Status } from '../../orders/domain.ts';
import { mayHaveTaken, type Capture, type Payment } from '../../paypal/domain.ts';
import { sameMoney, type Money } from '../../kit/value/money.ts';
import { hour } from '../../kit/value/time.ts';

/** What decisions know of an order; times are epoch milliseconds. */
export type OrderFacts = {
  id: string;
  status: Status;
  total: Money;
  capturing?: string | undefined;
  capture?: string | undefined;
  /** The PayPal order of the current attempt, or the one that was claimed or captured. */
  paypalOrder?: string | undefined;
  /** The PayPal order that a saved payment method pays: its customer approved it by the order form. */
  approved?: string | undefined;
  /** Since when the buyer can pay: the last attempt, or the placing of an order that has none yet. */
  opened: number;
  /** Since when the order has its status, or the attempt is there whose capture is claimed. */
  since: number;
};

/**
 * The next step for an order and a payment of it. `wait`: nothing to do now. `mismatch`: amount, currency, payee or
 * reference is another, and nothing is captured. `late`: money came for an order that no longer takes it. `park`: a
 * person has to look.
 */
export type Step =
  | 'capture'
  | 'pay'
  | 'hold-pending'
  | 'fail-attempt'
  | 'quarantine'
  | 'void'
  | 'park'
  | 'wait'
  | 'mismatch'
  | 'late'
  | 'done';

/** How long a capture of a status that we do not know is read again before a person has to look. */
export const longestUnknown = 24 * hour;

const refunded = new Set(['REFUNDED', 'PARTIALLY_REFUNDED']);
const closed = new Set<Status>(['paid', 'fulfilled', 'refunded', 'quarantined', 'voided']);

/** Whether all that is compared is there and as it should be; what is missing is never a match. */
const matches = (
  order: OrderFacts,
  seen: { customId?: string | undefined; payee?: string | undefined; amount?: Money | undefined },
  merchant: string | undefined,
): boolean =>
  seen.customId === order.id &&
  merchant !== undefined &&
  seen.payee === merchant &&
  seen.amount !== undefined &&
  sameMoney(seen.amount, order.total);

const whilePending = (order: OrderFacts, status: string, now: number): Step => {
  if (order.status !== 'pending') return 'hold-pending';
  return status !== 'PENDING' && now - order.since >= longestUnknown ? 'park' : 'wait';
};

/** A pending order ends with the capture that it waits for, and with no other. */
const afterFailure = (order: OrderFacts, { id }: Capture): Step => {
  if (order.status !== 'pending') return 'fail-attempt';
  return order.capture === undefined || order.capture === id ? 'void' : 'wait';
};

const afterCapture = (
  order: OrderFacts,
  { capture, payee }: Payment & { capture: Capture },
  merchant: string | undefined,
  now: number,
): Step => {
  if (!mayHaveTaken(capture)) return afterFailure(order, capture);
  const fits = matches(order, { ...capture, payee }, merchant);
  if (!fits || refunded.has(capture.status)) return 'quarantine';
  if (capture.status === 'COMPLETED') return 'pay';
  return whilePending(order, capture.status, now);
};

/** At PayPal by its buyer, or here: an order that a saved method pays waits at PayPal for the capture that names the method. */
const isApproved = ({ approved }: OrderFacts, { id, status }: Payment): boolean =>
  status === 'APPROVED' || (status === 'CREATED' && approved === id);

const beforeCapture = (order: OrderFacts, payment: Payment, merchant: string | undefined): Step => {
  if (order.capturing !== undefined && order.capturing !== payment.id) return 'wait';
  if (payment.status === 'VOIDED') return 'void';
  if (!isApproved(order, payment)) return 'wait';
  return matches(order, payment, merchant) ? 'capture' : 'mismatch';
};

/** Whether a payment has, or may have, brought money beside the capture that the order counts. */
const hasMore = (order: OrderFacts, { capture, others = [] }: Payment): boolean =>
  [...(capture ? [capture] : []), ...others].some((seen) => mayHaveTaken(seen) && seen.id !== order.capture);

/**
 * Decides by the state read back, never by an event. A COMPLETED PayPal order is paid only if its capture is; a capture
 * of a status that we do not know waits as a PENDING one does; neither overwrites paid, and nothing overwrites an order
 * that has ended.
 */
export const nextStep = (order: OrderFacts, payment: Payment, merchant: string | undefined, now: number): Step => {
  if (closed.has(order.status)) return hasMore(order, payment) ? 'late' : 'done';
  const { capture } = payment;
  return capture
    ? afterCapture(order, { ...payment, capture }, merchant, now)
    : beforeCapture(order, payment, merchant);
};

/** An event, as far as it is a hint. */
export type Hint = {
  type?: string | undefined;
  capture?: string | undefined;
  customId?: string | undefined;
};

/**
 * Returns whether an event can tell nothing new of an order that it was read to be about: the state need not be read
 * back.
 */
export const saysNothingNew = (order: OrderFacts, paypalOrder: string, { type, capture }: Hint): boolean => {
  if (order.status !== 'fulfilled' || order.capture === undefined) return false;
  if (type === 'PAYMENT.CAPTURE.COMPLETED') return capture === order.capture;
  return type === 'CHECKOUT.ORDER.APPROVED' && paypalOrder === order.paypalOrder;
};
