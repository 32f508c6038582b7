import { timeOf, type Desk } from './desk.ts';
import { refundEvent } from './events.ts';
import { resourceId } from './ids.ts';
import { amountIssue, fromMinor, toMinor } from './money.ts';
import { parseRefund, type RefundRequest } from './order-request.ts';
import type { Prefer } from './orders.ts';
import { minimalRefund, refundView } from './refund-view.ts';
import { issues, refuse, refuseWith, type Outcome } from './refusals.ts';
import type { CaptureRow, RefundRow } from './rows.ts';
import type { Money } from './wire.ts';

/** Refusals of the Payments API, word for word. */
const descriptions = {
  CAPTURE_FULLY_REFUNDED: 'The capture has already been fully refunded',
  REFUND_CAPTURE_CURRENCY_MISMATCH: 'Refund must be in the same currency as the capture',
  REFUND_NOT_ALLOWED: 'Capture cannot be refunded.',
  REFUND_AMOUNT_EXCEEDED:
    'The refund amount must be less than or equal to the capture amount that has not yet been refunded.',
  PENDING_CAPTURE:
    'Cannot initiate a refund as the capture is pending. Capture is typically pending when the payer has funded the transaction using e-check/bank funded.',
  DECIMALS_NOT_SUPPORTED:
    'Currency does not support decimals. Please refer to https://developer.paypal.com/docs/api/reference/currency-codes/ for more information.',
} as const;

/** POST /v2/payments/captures/{id}/refund: 201 with the refund of all that is left, or of the amount named. */
export const refundCapture = (desk: Desk, id: string, body: unknown, prefer: Prefer): Outcome => {
  const parsed = parseRefund(body);
  if (!parsed.ok) return parsed.refusal;
  const capture = desk.state.row('capture', id);
  if (capture === undefined) return refuse('INVALID_RESOURCE_ID');
  const left = toMinor(capture.amount) - refundedSum(desk, capture);
  const amount = parsed.value.amount ?? fromMinor(left, capture.amount.currency_code);
  const refusal = stateRefusal(capture) ?? amountRefusal(amount, capture, left);
  if (refusal !== undefined) return refusal;
  const refund = newRefund(desk, capture, amount, parsed.value);
  const changed: CaptureRow = {
    ...capture,
    status: toMinor(amount) === left ? 'REFUNDED' : 'PARTIALLY_REFUNDED',
    updatedAt: refund.createdAt,
    refunds: [...capture.refunds, refund.id],
  };
  const rows = [changed, refund, refundEvent(desk, refund, capture.orderId)];
  return { status: 201, body: prefer === 'minimal' ? minimalRefund(desk, refund) : refundView(desk, refund), rows };
};

/** GET /v2/payments/refunds/{id}. */
export const readRefund = (desk: Desk, id: string): Outcome => {
  const refund = desk.state.row('refund', id);
  return refund === undefined ? refuse('INVALID_RESOURCE_ID') : { status: 200, body: refundView(desk, refund) };
};

/** How much of a capture has gone back, in minor units. */
export const refundedSum = (desk: Desk, capture: CaptureRow): bigint => {
  const refunds = capture.refunds.flatMap((id) => desk.state.row('refund', id) ?? []);
  return refunds.reduce((sum, refund) => sum + toMinor(refund.amount), 0n);
};

const stateRefusal = ({ status }: CaptureRow): Outcome | undefined => {
  if (status === 'PENDING') return refuseRefund('PENDING_CAPTURE');
  if (status === 'DECLINED') return refuseRefund('REFUND_NOT_ALLOWED');
  return status === 'REFUNDED' ? refuseRefund('CAPTURE_FULLY_REFUNDED') : undefined;
};

const amountRefusal = (amount: Money, capture: CaptureRow, left: bigint): Outcome | undefined => {
  const place = { field: '/amount/value', value: amount.value };
  const issue = amountIssue(amount);
  if (issue === 'DECIMALS_NOT_SUPPORTED') return refuseRefund(issue);
  if (issue !== undefined) return refuseWith(issues[issue][0], issue, issues[issue][1], place);
  if (amount.currency_code !== capture.amount.currency_code) return refuseRefund('REFUND_CAPTURE_CURRENCY_MISMATCH');
  return toMinor(amount) > left ? refuseRefund('REFUND_AMOUNT_EXCEEDED') : undefined;
};

const refuseRefund = (issue: keyof typeof descriptions): Outcome => {
  return refuseWith(422, issue, descriptions[issue]);
};

const newRefund = (desk: Desk, capture: CaptureRow, amount: Money, request: RefundRequest): RefundRow => {
  return {
    kind: 'refund',
    id: resourceId(desk.ports.random),
    captureId: capture.id,
    amount,
    totalRefunded: fromMinor(refundedSum(desk, capture) + toMinor(amount), amount.currency_code),
    customId: request.custom_id ?? capture.customId,
    invoiceId: request.invoice_id ?? capture.invoiceId,
    note: request.note_to_payer,
    createdAt: timeOf(desk.ports),
  };
};
