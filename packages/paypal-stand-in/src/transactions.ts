import { feeOn } from './captures.ts';
import { fromMinor, toMinor } from './money.ts';
import { refuse, refuseStatus, type Outcome } from './outcomes.ts';
import type { Request, StandIn } from './stand-in.ts';
import type { CaptureRow, RefundRow } from './state.ts';

const longestMs = 31 * 24 * 3_600_000;
const mostPerPage = 500;

/**
 * GET /v1/reporting/transactions: captures, refunds and reversals between start_date and end_date, page by page; 31 days at most.
 * An app that has not been granted the search is refused.
 */
export const searchTransactions = ({ faults, settings, state, now }: StandIn, { query }: Request): Outcome => {
  const { noTransactionSearch, transactionsAfterMs = 0 } = faults.set;
  if (noTransactionSearch === true) return refuse('PERMISSION_DENIED');
  const [start_date, end_date] = [query.get('start_date'), query.get('end_date')];
  const [start, end] = [Date.parse(start_date ?? ''), Date.parse(end_date ?? '')];
  const [size, page] = [Number(query.get('page_size') ?? 100), Number(query.get('page') ?? 1)];
  const isSpan = end >= start && end - start <= longestMs;
  if (!isSpan || !(size >= 1 && size <= mostPerPage) || !(page >= 1)) return refuseStatus(400);
  const latest = Math.min(end, now().getTime() - transactionsAfterMs);
  const rows = [...state.rows('capture'), ...state.rows('refund')];
  const all = rows
    .map((row) => ({ row, at: Date.parse(row.create_time) }))
    .filter(({ at }) => at >= start && at <= latest)
    .sort((one, another) => one.at - another.at);
  const transaction_details = all.slice((page - 1) * size, page * size).map(({ row }) => ({
    transaction_info: row.kind === 'capture' ? paymentInfo(row) : refundInfo(row),
  }));
  const [total_items, total_pages] = [all.length, Math.ceil(all.length / size)];
  const pages = { account_number: settings.merchantId, start_date, end_date, page, total_items, total_pages };
  return { status: 200, body: { transaction_details, ...pages, links: [] } };
};

const paymentInfo = (capture: CaptureRow): Record<string, unknown> => {
  const { amount, status } = capture;
  const hasFee = status !== 'DECLINED' && status !== 'PENDING';
  return {
    transaction_id: capture.id,
    transaction_event_code: 'T0006',
    transaction_initiation_date: capture.create_time,
    transaction_updated_date: capture.update_time,
    transaction_amount: amount,
    fee_amount: hasFee ? fromMinor(-feeOn(amount), amount.currency_code) : undefined,
    // PayPal's letters: denied, pending, success.
    transaction_status: status === 'DECLINED' ? 'D' : status === 'PENDING' ? 'P' : 'S',
    invoice_id: capture.invoice_id,
    custom_field: capture.custom_id,
  };
};

/** Money that went back: T1107 is a refund of the shop, T1106 a reversal by PayPal. */
const refundInfo = (refund: RefundRow): Record<string, unknown> => {
  const { amount, feeReturned } = refund;
  return {
    transaction_id: refund.id,
    paypal_reference_id: refund.captureId,
    paypal_reference_id_type: 'TXN',
    transaction_event_code: refund.isReversal ? 'T1106' : 'T1107',
    transaction_initiation_date: refund.create_time,
    transaction_updated_date: refund.create_time,
    transaction_amount: fromMinor(-toMinor(amount), amount.currency_code),
    fee_amount: feeReturned,
    transaction_status: 'S',
    invoice_id: refund.invoice_id,
    custom_field: refund.custom_id,
  };
};
