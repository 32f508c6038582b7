import * as z from 'zod/mini';
import { Unavailable } from '../kit/http/problem.ts';
import type { AskPayPal } from './client.ts';

/** The times between which transactions are read, at most 31 days apart. */
export type Span = { from: Date; to: Date };

const Page = z.object({
  total_pages: z.optional(z.int()),
  transaction_details: z.array(z.object({ transaction_info: z.unknown() })),
});

const parsed = <S extends z.ZodMiniType>(schema: S, value: unknown): z.output<S> => {
  const result = z.safeParse(schema, value);
  if (!result.success) throw new Unavailable('PayPal gave transactions of an unknown form');
  return result.data;
};

const pathOf = ({ from, to }: Span, page: number): string => {
  const query = new URLSearchParams({
    start_date: from.toISOString(),
    end_date: to.toISOString(),
    fields: 'transaction_info',
    page_size: '500',
    page: String(page),
  });
  return `/v1/reporting/transactions?${query}`;
};

/**
 * Reads all pages of PayPal's Transaction Search for a span, by what is wanted of each transaction. `unavailable` when the app may not
 * search, or there are more pages than `mostPages`; throws Unavailable for a form that is unknown.
 */
export const readTransactions = async <I extends z.ZodMiniType>(
  call: AskPayPal,
  span: Span,
  { info, mostPages }: { info: I; mostPages: number },
): Promise<z.output<I>[] | 'unavailable'> => {
  const found: z.output<I>[] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const response = page > mostPages ? undefined : await call({ method: 'GET', path: pathOf(span, page) });
    if (!response || response.status >= 300) return 'unavailable';
    const read = parsed(Page, response.body);
    pages = read.total_pages ?? 1;
    for (const each of read.transaction_details) found.push(parsed(info, each.transaction_info));
  }
  return found;
};
