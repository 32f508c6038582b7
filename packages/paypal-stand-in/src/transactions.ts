import { refuse, refuseStatus, type Outcome } from './outcomes.ts';
import type { Request, StandIn } from './stand-in.ts';
import type { CaptureRow } from './state.ts';

const longestMs = 31 * 24 * 3_600_000;
const mostPerPage = 500;

/**
 * GET /v1/reporting/transactions: the captures between start_date and end_date, page by page; 31 days at most. An app
 * that has not been granted the search is refused.
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
  const all = state.rows('capture').filter(({ create_time }) => {
    const at = Date.parse(create_time);
    return at >= start && at <= latest;
  });
  const transaction_details = all.slice((page - 1) * size, page * size).map(transactionOf);
  const [total_items, total_pages] = [all.length, Math.ceil(all.length / size)];
  const pages = { account_number: settings.merchantId, start_date, end_date, page, total_items, total_pages };
  return { status: 200, body: { transaction_details, ...pages, links: [] } };
};

const transactionOf = (capture: CaptureRow): Record<string, unknown> => ({
  transaction_info: {
    transaction_id: capture.id,
    transaction_event_code: 'T0006',
    transaction_initiation_date: capture.create_time,
    transaction_updated_date: capture.update_time,
    transaction_amount: capture.amount,
    // PayPal's letters: denied, pending, success.
    transaction_status: capture.status === 'DECLINED' ? 'D' : capture.status === 'PENDING' ? 'P' : 'S',
    invoice_id: capture.invoice_id,
    custom_field: capture.custom_id,
  },
});
