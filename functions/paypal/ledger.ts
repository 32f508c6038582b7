import * as z from 'zod/mini';
import { Amount, moneyOf } from './amount.ts';
import type { AskPayPal } from './client.ts';
import type { Transaction } from './domain.ts';
import { readTransactions, type Span } from './reporting.ts';

const Signed = z.object({ value: z.string(), currency_code: z.string() });
const Info = z.object({
  transaction_id: z.string(),
  paypal_reference_id: z.optional(z.string()),
  transaction_event_code: z.optional(z.string()),
  transaction_initiation_date: z.string(),
  transaction_amount: Signed,
  fee_amount: z.optional(Signed),
  transaction_status: z.optional(z.string()),
  invoice_id: z.optional(z.string()),
  custom_field: z.optional(z.string()),
});
type Info = z.infer<typeof Info>;

/** What more pages than these would hold is not read; then nothing is closed by it. */
const mostPages = 60;

/** An amount of either sign in minor units; undefined for one of a currency that is not sold in. */
const minorOf = (amount: z.infer<typeof Signed> | undefined): number | undefined => {
  if (!amount) return 0;
  const isOut = amount.value.startsWith('-');
  const money = moneyOf(z.parse(Amount, { ...amount, value: amount.value.replace('-', '') }));
  return money && (isOut ? -money.amount : money.amount) + 0;
};

const transactionOf = (info: Info): Transaction => {
  const currency = moneyOf({ ...info.transaction_amount, value: info.transaction_amount.value.replace('-', '') });
  return {
    id: info.transaction_id,
    code: info.transaction_event_code ?? '',
    status: info.transaction_status ?? '',
    at: new Date(info.transaction_initiation_date).toISOString(),
    currency: currency?.currency,
    amount: minorOf(info.transaction_amount) ?? 0,
    fee: minorOf(info.fee_amount) ?? 0,
    reference: info.paypal_reference_id,
    order: info.invoice_id ?? info.custom_field,
  };
};

/**
 * Returns PayPal's own list of the account's transactions between two times, at most 31 days apart; they are listed up to three
 * hours late. `unavailable` when the app may not search, or there are too many to read.
 */
export const listTransactions = async (call: AskPayPal, span: Span): Promise<Transaction[] | 'unavailable'> => {
  const found = await readTransactions(call, span, { info: Info, mostPages });
  return found === 'unavailable' ? found : found.map(transactionOf);
};
