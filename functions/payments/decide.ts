import { sameMoney, type Money } from '../kit/money.ts';

/** What decisions know of an order. */
export type OrderFacts = {
  id: string;
  status: string;
  total: Money;
  capturing?: string | undefined;
  capture?: string | undefined;
};

/** What decisions know of a payment: PayPal's word, read back. */
export type PaymentFacts = {
  id: string;
  status: string;
  customId?: string | undefined;
  payee?: string | undefined;
  amount?: Money | undefined;
  capture?: { id: string; status: string; amount?: Money | undefined } | undefined;
};

/**
 * The next step for an order and a payment of it. `wait`: nothing to do now. `mismatch`: amount, currency, payee or
 * reference is another, and nothing is captured. `late`: money came for an order that no longer takes it.
 */
export type Step =
  'capture' | 'pay' | 'hold-pending' | 'fail-attempt' | 'quarantine' | 'void' | 'wait' | 'mismatch' | 'late' | 'done';

const taken = new Set(['COMPLETED', 'PENDING', 'PARTIALLY_REFUNDED', 'REFUNDED']);
const closed = new Set(['paid', 'fulfilled', 'refunded', 'quarantined']);

const matches = (
  order: OrderFacts,
  payment: PaymentFacts,
  merchant: string | undefined,
  amount: Money | undefined,
): boolean =>
  payment.customId === order.id &&
  (merchant === undefined || payment.payee === merchant) &&
  amount !== undefined &&
  sameMoney(amount, order.total);

const afterCapture = (
  order: OrderFacts,
  payment: PaymentFacts,
  capture: NonNullable<PaymentFacts['capture']>,
  merchant: string | undefined,
): Step => {
  if (!taken.has(capture.status)) return order.status === 'pending' ? 'void' : 'fail-attempt';
  if (!matches(order, payment, merchant, capture.amount)) return 'quarantine';
  if (capture.status !== 'COMPLETED' && capture.status !== 'PENDING') return 'quarantine';
  if (capture.status === 'PENDING') return order.status === 'pending' ? 'wait' : 'hold-pending';
  return 'pay';
};

const beforeCapture = (order: OrderFacts, payment: PaymentFacts, merchant: string | undefined): Step => {
  if (payment.status === 'VOIDED') return 'void';
  if (payment.status !== 'APPROVED') return 'wait';
  if (!matches(order, payment, merchant, payment.amount)) return 'mismatch';
  if (order.capturing !== undefined && order.capturing !== payment.id) return 'wait';
  return 'capture';
};

/**
 * Decides by the state read back, never by an event. A COMPLETED PayPal order is paid only if its capture is; a PENDING
 * capture never overwrites paid, and nothing overwrites an order that has ended.
 */
export const nextStep = (order: OrderFacts, payment: PaymentFacts, merchant: string | undefined): Step => {
  const { capture } = payment;
  if (closed.has(order.status))
    return capture && order.capture !== capture.id && taken.has(capture.status) ? 'late' : 'done';
  if (order.status === 'voided') return capture && taken.has(capture.status) ? 'late' : 'done';
  return capture ? afterCapture(order, payment, capture, merchant) : beforeCapture(order, payment, merchant);
};

const hour = 60 * 60 * 1000;

/** When nobody can approve a payment any more, in epoch milliseconds; `opened` is when its last attempt was made. */
export const windowCloses = (opened: Date, windowHours: number): number => opened.getTime() + windowHours * hour;

/**
 * When to look at an open order again, in epoch milliseconds: after twice the time it has been open, and once just after
 * its window has closed.
 */
export const nextCheck = (opened: Date, now: Date, windowHours: number): number => {
  const age = Math.max(120_000, now.getTime() - opened.getTime());
  const closes = windowCloses(opened, windowHours);
  const doubled = now.getTime() + Math.min(age, 12 * hour);
  return now.getTime() < closes ? Math.min(doubled, closes + 60_000) : doubled;
};

/** Whether nobody can approve a payment any more. */
export const windowClosed = (opened: Date, now: Date, windowHours: number): boolean =>
  now.getTime() > windowCloses(opened, windowHours);
