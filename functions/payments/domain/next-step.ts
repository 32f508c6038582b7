import type { Status } from '../../orders/domain.ts';
import { countsCapture } from '../../orders/domain/late-captures.ts';
import type { Refunds } from '../../orders/domain/refunds.ts';
import { mayHaveTaken, type Capture, type Payment } from '../../paypal/domain.ts';
import { sameMoney, type Money } from '../../kit/value/money.ts';
import { hour } from '../../kit/value/time.ts';
import { newsOf } from './refund-news.ts';

/** What decisions know of an order; times are epoch milliseconds. */
export type OrderFacts = {
  id: string;
  status: Status;
  total: Money;
  capturing?: string | undefined;
  capture?: string | undefined;
  refunds?: Refunds | undefined;
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
 * reference is another, and nothing is captured. `late`: money came for an order that no longer takes it, and goes back.
 * `reverse`: PayPal denied what it had completed. `learn`: PayPal lists a refund that the order does not have. `void-reversed`: PayPal took the approval back. `park`: a
 * person has to look.
 */
export type Step =
  | 'capture'
  | 'pay'
  | 'hold-pending'
  | 'fail-attempt'
  | 'quarantine'
  | 'void'
  | 'void-reversed'
  | 'park'
  | 'wait'
  | 'mismatch'
  | 'late'
  | 'reverse'
  | 'learn'
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

const capturesOf = ({ capture, others = [] }: Payment): Capture[] => [...(capture ? [capture] : []), ...others];

/** Returns the captures that brought money, or may have, beside those that the order counts. */
export const lateCaptures = (order: Pick<OrderFacts, 'capture' | 'refunds'>, payment: Payment): Capture[] =>
  capturesOf(payment).filter((seen) => mayHaveTaken(seen) && !countsCapture(order, seen.id));

/** Whether the capture that an order was delivered for, or waits to be, brought no money in the end. */
const isDenied = (order: OrderFacts, payment: Payment): boolean =>
  (order.status === 'paid' || order.status === 'fulfilled') &&
  capturesOf(payment).some((seen) => seen.id === order.capture && !mayHaveTaken(seen));

const afterEnd = (order: OrderFacts, payment: Payment): Step => {
  if (lateCaptures(order, payment).length > 0) return 'late';
  if (isDenied(order, payment)) return 'reverse';
  return order.capture !== undefined && newsOf(order.refunds, payment.refunds).length > 0 ? 'learn' : 'done';
};

/**
 * Decides by the state read back, never by an event. A COMPLETED PayPal order is paid only if its capture is; a capture
 * of a status that we do not know waits as a PENDING one does; neither overwrites paid, and nothing overwrites an order
 * that has ended.
 */
export const nextStep = (order: OrderFacts, payment: Payment, merchant: string | undefined, now: number): Step => {
  if (closed.has(order.status)) return afterEnd(order, payment);
  const { capture } = payment;
  return capture
    ? afterCapture(order, { ...payment, capture }, merchant, now)
    : beforeCapture(order, payment, merchant);
};

/**
 * Returns whether an order ends because PayPal took the approval of its payment back: nobody captures it, and PayPal does not
 * say that it is approved still, or again.
 */
export const endsByReversal = (order: OrderFacts, { id, status, capture }: Payment): boolean =>
  (order.status === 'created' || order.status === 'approved') &&
  order.capturing === undefined &&
  order.paypalOrder === id &&
  capture === undefined &&
  status !== 'APPROVED' &&
  status !== 'COMPLETED';

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
