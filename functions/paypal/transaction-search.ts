import * as z from 'zod/mini';
import { day } from '../kit/value/time.ts';
import type { AskPayPal } from './client.ts';
import { readTransactions } from './reporting.ts';

const Info = z.object({
  transaction_id: z.string(),
  paypal_reference_id: z.optional(z.string()),
  transaction_status: z.optional(z.string()),
  invoice_id: z.optional(z.string()),
  custom_field: z.optional(z.string()),
});

/** The longest time that one search may span. */
const longest = 31 * day;
/** What more pages than these would hold is not read: then a search proves nothing. */
const mostPages = 20;

/** Whose transactions are looked for: by invoice id or custom id the order's, or by reference the PayPal order's. */
export type Sought = { order: string; paypalOrder: string; from: Date; to: Date };

/**
 * Searches PayPal's transactions for those of an order; returns their ids, which are the captures'. PayPal filters by
 * time alone, so that the rest is compared here; denied ones brought no money. `unavailable`: the app may not search, or
 * there are too many to read; nothing is proven then. Transactions are listed up to three hours late.
 */
export const searchTransactions = async (
  call: AskPayPal,
  { order, paypalOrder, from, to }: Sought,
): Promise<string[] | 'unavailable'> => {
  const span = { from, to: new Date(Math.min(to.getTime(), from.getTime() + longest)) };
  const found = await readTransactions(call, span, { info: Info, mostPages });
  if (found === 'unavailable') return found;
  return found
    .filter(
      ({ invoice_id: invoice, custom_field: custom, paypal_reference_id: reference, transaction_status: status }) =>
        (invoice === order || custom === order || reference === paypalOrder) && status !== 'D',
    )
    .map(({ transaction_id: id }) => id);
};
