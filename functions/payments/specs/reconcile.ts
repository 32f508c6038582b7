import * as z from 'zod/mini';
import type { TableSpec } from '../../kit/contract/table.ts';
import { disputeDays } from '../domain/kept.ts';

/** The table of the books. */
export const reconcileTables = {
  books: {
    key: 'day',
    holds: 'nothing-personal',
    why: "The sums of a day by currency, PayPal's and ours, and what the day's reconciliation came to.",
    kept: { days: disputeDays, after: 'the day', why: 'tax law asks for the statements that are made of them' },
    fields: {
      plain: 'day paypal.*.* ours.*.* differences closedAt counts.* ranAt until since',
    },
  },
} as const satisfies Record<string, TableSpec>;

const Row = z.object({
  currency: z.string(),
  captured: z.string(),
  refunded: z.string(),
  fees: z.string(),
  disputed: z.string(),
  net: z.string(),
});

/** The statement for staff. */
export const statementRoute = {
  readStatement: {
    at: 'GET /admin/statements/{month}',
    auth: 'staff:support',
    summary: "Read a month's statement: what was captured, refunded, taken as fees and charged back, by currency",
    path: z.strictObject({ month: z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/)) }),
    returns: z.object({
      month: z.string(),
      /** By PayPal's own list. */
      currencies: z.array(Row),
      /** The same transactions as our record has them. */
      ours: z.array(Row),
      differences: z.int(),
    }),
    problems: ['month-open'],
    uses: [{ books: ['GetItem'] }],
  },
} as const;

export const statementProblems = {
  'month-open': { status: 409, title: 'The month is not closed yet: that is 24 hours after its end at the earliest.' },
} as const;

/** What reconciling takes beside what settling does. */
export const reconciling = [
  'orders.takenBy',
  'paypal.listDisputes',
  'paypal.listEvents',
  'paypal.listTransactions',
  { books: ['GetItem', 'UpdateItem'] },
] as const;
