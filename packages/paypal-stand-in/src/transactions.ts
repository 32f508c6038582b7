import type { Desk } from './desk.ts';
import { refuse, refuseStatus, type Outcome } from './refusals.ts';
import type { CaptureRow } from './rows.ts';
import type { CaptureStatus } from './wire.ts';

const mostDays = 31;
const dayMs = 24 * 3_600_000;
const mostPerPage = 500;

/** PayPal's letters for what became of a transaction: denied, pending, done. */
const letters: Record<CaptureStatus, 'D' | 'P' | 'S'> = {
  DECLINED: 'D',
  PENDING: 'P',
  COMPLETED: 'S',
  PARTIALLY_REFUNDED: 'S',
  REFUNDED: 'S',
};

/**
 * GET /v1/reporting/transactions: the captures between start_date and end_date, page by page; 31 days at most. An app
 * that has not been granted the search is refused.
 */
export const listTransactions = (desk: Desk, query: URLSearchParams): Outcome => {
  const { noTransactionSearch, transactionsAfterMs = 0 } = desk.faults.set;
  if (noTransactionSearch === true) return refuse('PERMISSION_DENIED');
  const [start, end] = [time(query, 'start_date'), time(query, 'end_date')];
  const size = Number(query.get('page_size') ?? 100);
  const page = Number(query.get('page') ?? 1);
  const isBad = start === undefined || end === undefined || end < start || end - start > mostDays * dayMs;
  if (isBad || !(size >= 1 && size <= mostPerPage) || !(page >= 1)) return refuseStatus(400);
  const listed = desk.ports.now().getTime() - transactionsAfterMs;
  const all = desk.state.rows('capture').filter(({ createdAt }) => {
    const at = Date.parse(createdAt);
    return at >= start && at <= end && at <= listed;
  });
  const shown = all.slice((page - 1) * size, page * size);
  return {
    status: 200,
    body: {
      transaction_details: shown.map((capture) => ({ transaction_info: information(capture) })),
      account_number: desk.settings.merchantId,
      start_date: query.get('start_date'),
      end_date: query.get('end_date'),
      page,
      total_items: all.length,
      total_pages: Math.ceil(all.length / size),
      links: [],
    },
  };
};

const time = (query: URLSearchParams, name: string): number | undefined => {
  const at = Date.parse(query.get(name) ?? '');
  return Number.isNaN(at) ? undefined : at;
};

const information = (capture: CaptureRow): Record<string, unknown> => {
  return {
    transaction_id: capture.id,
    transaction_event_code: 'T0006',
    transaction_initiation_date: capture.createdAt,
    transaction_updated_date: capture.updatedAt,
    transaction_amount: capture.amount,
    transaction_status: letters[capture.status],
    ...(capture.invoiceId === undefined ? {} : { invoice_id: capture.invoiceId }),
    ...(capture.customId === undefined ? {} : { custom_field: capture.customId }),
  };
};
