import * as z from 'zod/mini';
import { Unavailable } from '../kit/http/problem.ts';
import { day } from '../kit/value/time.ts';
import type { AskPayPal } from './client.ts';

const Page = z.object({
  total_pages: z.optional(z.int()),
  transaction_details: z.array(
    z.object({
      transaction_info: z.object({
        transaction_id: z.string(),
        paypal_reference_id: z.optional(z.string()),
        transaction_status: z.optional(z.string()),
        invoice_id: z.optional(z.string()),
        custom_field: z.optional(z.string()),
      }),
    }),
  ),
});

/** The longest time that one search may span. */
const longest = 31 * day;
/** What more pages than these would hold is not read: then a search proves nothing. */
const mostPages = 20;

/** Whose transactions are looked for: by invoice id or custom id the order's, or by reference the PayPal order's. */
export type Sought = { order: string; paypalOrder: string; from: Date; to: Date };

const pathOf = ({ from, to }: Sought, page: number): string => {
  const end = new Date(Math.min(to.getTime(), from.getTime() + longest));
  const query = new URLSearchParams({
    start_date: from.toISOString(),
    end_date: end.toISOString(),
    fields: 'transaction_info',
    page_size: '500',
    page: String(page),
  });
  return `/v1/reporting/transactions?${query}`;
};

const readPage = async (call: AskPayPal, sought: Sought, page: number) => {
  const response = await call({ method: 'GET', path: pathOf(sought, page) });
  if (response.status >= 300) return undefined;
  const parsed = z.safeParse(Page, response.body);
  if (!parsed.success) throw new Unavailable('PayPal gave transactions of an unknown form');
  return parsed.data;
};

/**
 * Searches PayPal's transactions for those of an order; returns their ids, which are the captures'. PayPal filters by
 * time alone, so that the rest is compared here; denied ones brought no money. `unavailable`: the app may not search, or
 * there are too many to read; nothing is proven then. Transactions are listed up to three hours late.
 */
export const searchTransactions = async (call: AskPayPal, sought: Sought): Promise<string[] | 'unavailable'> => {
  const found: string[] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const read = page <= mostPages ? await readPage(call, sought, page) : undefined;
    if (!read) return 'unavailable';
    pages = read.total_pages ?? 1;
    for (const { transaction_info: info } of read.transaction_details) {
      const isOurs = info.invoice_id === sought.order || info.custom_field === sought.order;
      const isReferred = info.paypal_reference_id === sought.paypalOrder;
      if ((isOurs || isReferred) && info.transaction_status !== 'D') found.push(info.transaction_id);
    }
  }
  return found;
};
