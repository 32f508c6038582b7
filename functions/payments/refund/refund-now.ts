import { getOrder, refundFailureWrite, type Order, type Refund } from '../../orders/public.ts';
import {
  mayHaveTaken,
  readCapture,
  readPayment,
  readRefund,
  refundCapture,
  type PayPalRefund,
} from '../../paypal/public.ts';
import { day } from '../../kit/value/time.ts';
import type { SettlePorts } from '../settle/ports.ts';
import { book } from './book.ts';
import { bookListed, bookSeen } from './seen.ts';

/** How a refund is after a look at it: `wait` when PayPal cannot make it yet, `none` when there is nothing to do. */
export type RefundOutcome = 'done' | 'pending' | 'failed' | 'wait' | 'none';

/** For so long a refund is asked for and looked after; PayPal keeps its request id for 45 days. */
const longest = 30 * day;

/** What a capture brought by mistake may be pending still, which PayPal does not refund, or have come to nothing. */
const needsLook = new Set<Refund['by']>(['late', 'quarantine']);

/** PayPal's word that so much is not there: somebody refunded it at PayPal. */
const nothingLeft = new Set(['CAPTURE_FULLY_REFUNDED', 'REFUND_AMOUNT_EXCEEDED', 'MAX_NUMBER_OF_REFUNDS_EXCEEDED']);

type Case = { order: Order; id: string; refund: Refund; capture: string; ports: SettlePorts };

const failed = async (
  { order, id, ports }: Case,
  reason: string,
  set?: Record<string, unknown>,
): Promise<RefundOutcome> => {
  const make = (now: Order) => refundFailureWrite(now, { id, reason, at: ports.now(), ...(set && { set }) }, ports);
  const booked = await book(order, make, ports);
  const isAlarm = booked.changed && booked.order.parked === 'refund-failed';
  if (isAlarm) ports.log.error('refund failed', { outcome: reason });
  return 'failed';
};

/** No money came after all, so that none goes back. */
const withoutMoney = (it: Case): Promise<RefundOutcome> =>
  failed(
    it,
    'nothing-captured',
    it.refund.capture === undefined ? { captured: { ...it.refund.amount, amount: 0 } } : {},
  );

const isOld = ({ refund, ports }: Case): boolean => ports.now().getTime() - Date.parse(refund.at) >= longest;

const told = async (it: Case, seen: PayPalRefund): Promise<RefundOutcome> => {
  const { order, refund, id, capture, ports } = it;
  // What was asked for is what is refunded: a response may leave it out.
  const whole = { ...seen, refund: id, capture, amount: seen.amount ?? refund.amount };
  const state = (await bookSeen(order, whole, ports)).refunds?.[id]?.state;
  if (state === 'pending' && isOld(it)) return failed(it, 'refund-stays-pending');
  return state === 'requested' || state === undefined ? 'wait' : state;
};

/** PayPal has refused: what it lists as refunded is booked first, so that what is left is known. */
const refused = async (it: Case, issue: string): Promise<RefundOutcome> => {
  const { order, ports } = it;
  if (issue === 'PENDING_CAPTURE') return isOld(it) ? failed(it, issue) : 'wait';
  if (!nothingLeft.has(issue) || order.paypalOrder === undefined) return failed(it, issue);
  const payment = await readPayment(ports.paypal, order.paypalOrder);
  const now = await bookListed(order, payment?.refunds ?? [], ports);
  return now.refunds?.[it.id]?.state === 'done' ? 'done' : failed({ ...it, order: now }, issue);
};

const ask = async (it: Case): Promise<RefundOutcome> => {
  const { order, id, refund, capture, ports } = it;
  if (needsLook.has(refund.by)) {
    const seen = await readCapture(ports.paypal, capture);
    if (!seen || seen.status === 'PENDING') return isOld(it) ? failed(it, 'capture-stays-pending') : 'wait';
    if (!mayHaveTaken(seen)) return withoutMoney(it);
  }
  const outcome = await refundCapture(ports.paypal, capture, { order: order.id, id, amount: refund.amount });
  return 'refused' in outcome ? refused(it, outcome.refused) : told(it, outcome);
};

/**
 * Has PayPal make a refund that is requested, or looks at one that PayPal has, and books what comes of it. Safe to repeat
 * and to run twice at once: the refund's id is PayPal's request id, and each PayPal refund is booked once.
 */
export const refundNow = async (orderId: string, id: string, ports: SettlePorts): Promise<RefundOutcome> => {
  const order = await getOrder(orderId, ports);
  const refund = order?.refunds?.[id];
  const capture = refund?.capture ?? order?.capture;
  if (!order || !refund || capture === undefined) return 'none';
  const it = { order, id, refund, capture, ports };
  if (refund.state === 'requested') return ask(it);
  if (refund.state !== 'pending' || refund.paypalRefund === undefined) return 'none';
  const seen = await readRefund(ports.paypal, refund.paypalRefund);
  return seen ? told(it, seen) : isOld(it) ? failed(it, 'refund-gone') : 'wait';
};
