import { newEvent } from './events.ts';
import { resourceId } from './ids.ts';
import { variableFee } from './captures.ts';
import { amountIssue, fromMinor, spoken, sumOf, toMinor, withoutDecimals } from './money.ts';
import type { Money, RefundRequest } from './paypal-types.ts';
import { bodyRefusal, found, refuse, type Outcome } from './outcomes.ts';
import { timeOf, type Request, type StandIn } from './stand-in.ts';
import type { CaptureRow, EventRow, RefundRow, Row } from './state.ts';

/** POST /v2/payments/captures/{id}/refund: 201 with the refund of all that is left, or of the amount named. */
export const refundCapture = (paypal: StandIn, { id, body = {}, whole }: Request): Outcome => {
  const capture = paypal.state.row('capture', id);
  const malformed = bodyRefusal('refund', body);
  if (malformed !== undefined || capture === undefined) return malformed ?? refuse('INVALID_RESOURCE_ID');
  const request = body as RefundRequest;
  const left = toMinor(capture.amount) - refundedSum(paypal, capture);
  const amount = request.amount ?? fromMinor(left, capture.amount.currency_code);
  const issue = stateIssue[capture.status] ?? refundIssue(amount, capture, left);
  if (issue !== undefined) return refuse(issue, { field: '/amount/value', value: request.amount?.value });
  const refund = newRefund(paypal, capture, amount, request);
  const changed = withRefund(capture, refund, toMinor(amount) === left);
  const rows = [changed, refund, refundEvent(paypal, refund, capture.orderId)];
  return { status: 201, body: whole ? refundView(paypal, refund) : minimalRefund(paypal, refund), rows };
};

/** GET /v2/payments/refunds/{id}. */
export const readRefund = (paypal: StandIn, { id }: Request): Outcome =>
  found(paypal, paypal.state.row('refund', id), refundView);

/** Returns how much of a capture has gone back, in minor units. */
export const refundedSum = ({ state }: StandIn, { refunds }: CaptureRow): bigint =>
  sumOf(refunds.flatMap((id) => state.row('refund', id)?.amount ?? []));

/** Returns the refunds of a capture as its order lists them. */
export const refundsOf = (paypal: StandIn, { refunds }: CaptureRow): Record<string, unknown>[] =>
  refunds.flatMap((id) => {
    const row = paypal.state.row('refund', id);
    return row ? [refundView(paypal, row)] : [];
  });

/** Why a capture is not refunded, by its status. */
const stateIssue: Partial<Record<CaptureRow['status'], string>> = {
  PENDING: 'PENDING_CAPTURE',
  DECLINED: 'REFUND_NOT_ALLOWED',
  REFUNDED: 'CAPTURE_FULLY_REFUNDED',
};

const refundIssue = (amount: Money, capture: CaptureRow, left: bigint): string | undefined => {
  const issue = amountIssue(amount);
  // The Payments API has an issue of its own for currencies without decimals, the Orders API has not.
  if (issue === 'DECIMAL_PRECISION' && withoutDecimals.has(amount.currency_code)) return 'DECIMALS_NOT_SUPPORTED';
  if (issue !== undefined) return issue;
  if (amount.currency_code !== capture.amount.currency_code) return 'REFUND_CAPTURE_CURRENCY_MISMATCH';
  return toMinor(amount) > left ? 'REFUND_AMOUNT_EXCEEDED' : undefined;
};

/** Returns the rows of money that PayPal or the payer's bank took back: a reversal, of what is left at most, and its event if wanted. */
export const reversal = (paypal: StandIn, capture: CaptureRow, wanted: Money, isTold: boolean): Row[] => {
  const left = toMinor(capture.amount) - refundedSum(paypal, capture);
  const minor = toMinor(wanted) > left ? left : toMinor(wanted);
  if (minor <= 0n) return [];
  const amount = fromMinor(minor, wanted.currency_code);
  const refund: RefundRow = {
    ...newRefund(paypal, capture, amount, {}),
    feeReturned: undefined,
    isReversal: true,
  };
  const changed = withRefund(capture, refund, minor === left);
  return [changed, refund, ...(isTold ? [refundEvent(paypal, refund, capture.orderId)] : [])];
};

const withRefund = (capture: CaptureRow, refund: RefundRow, isAll: boolean): CaptureRow => ({
  ...capture,
  status: isAll ? 'REFUNDED' : 'PARTIALLY_REFUNDED',
  update_time: refund.create_time,
  refunds: [...capture.refunds, refund.id],
});

const newRefund = (paypal: StandIn, capture: CaptureRow, amount: Money, request: RefundRequest): RefundRow => ({
  kind: 'refund',
  id: resourceId(),
  captureId: capture.id,
  amount,
  totalRefunded: fromMinor(refundedSum(paypal, capture) + toMinor(amount), amount.currency_code),
  custom_id: request.custom_id ?? capture.custom_id,
  invoice_id: request.invoice_id ?? capture.invoice_id,
  note_to_payer: request.note_to_payer,
  feeReturned: paypal.faults.set.feeReturned
    ? fromMinor(variableFee(toMinor(amount)), amount.currency_code)
    : undefined,
  create_time: timeOf(paypal),
});

/** A refund in full, as it is read back and as webhooks carry it; its capture is in the link `up` alone. */
const refundView = (paypal: StandIn, refund: RefundRow): Record<string, unknown> => {
  const { amount, custom_id, invoice_id, note_to_payer, create_time, totalRefunded } = refund;
  const fee = refund.feeReturned ?? fromMinor(0n, amount.currency_code);
  const seller_payable_breakdown = {
    gross_amount: amount,
    paypal_fee: fee,
    net_amount: fromMinor(toMinor(amount) - toMinor(fee), amount.currency_code),
    total_refunded_amount: totalRefunded,
  };
  const facts = { amount, custom_id, invoice_id, note_to_payer, seller_payable_breakdown };
  return { ...minimalRefund(paypal, refund), ...facts, create_time, update_time: create_time };
};

const minimalRefund = ({ url, faults }: StandIn, { id, captureId }: RefundRow): Record<string, unknown> => {
  const self = { href: `${url}/v2/payments/refunds/${id}`, rel: 'self', method: 'GET' };
  const up = { href: `${url}/v2/payments/captures/${captureId}`, rel: 'up', method: 'GET' };
  return { id, status: faults.set.refundStatus ?? 'COMPLETED', links: [self, up] };
};

const refundEvent = (paypal: StandIn, refund: RefundRow, orderId: string): EventRow => {
  const what = refund.isReversal ? 'reversed' : 'refunded';
  const summary = `A ${spoken(refund.amount)} capture payment was ${what}`;
  const resource = refundView(paypal, refund);
  return newEvent(paypal, orderId, `PAYMENT.CAPTURE.${what.toUpperCase()}`, {
    resource_type: 'refund',
    summary,
    resource,
  });
};
