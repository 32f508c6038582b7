import type { Transaction } from '../../paypal/domain.ts';
import type { Currency } from '../../kit/value/money.ts';

/** What a transaction is to the shop: money of a buyer, money back, money that PayPal took back; `other` is none of ours. */
export type Kind = 'captured' | 'refunded' | 'disputed' | 'fee' | 'other';

const byCode: readonly (readonly [RegExp, Kind])[] = [
  [/^T00/, 'captured'],
  [/^T1107$/, 'refunded'],
  [/^T(1106|12)/, 'disputed'],
  [/^T01/, 'fee'],
];

/** Returns what a transaction is by PayPal's code for it. */
export const kindOf = ({ code, amount }: Pick<Transaction, 'code' | 'amount'>): Kind => {
  const kind = byCode.find(([form]) => form.test(code))?.[1] ?? 'other';
  return kind === 'captured' && amount < 0 ? 'other' : kind;
};

/** Returns whether a transaction moved money for certain: pending and denied ones have not. */
export const isCertain = ({ status }: Pick<Transaction, 'status'>): boolean => status !== 'D' && status !== 'P';

/** Sums of one currency in minor units; fees are those taken, less those that came back. */
export type Sums = { captured: number; refunded: number; fees: number; disputed: number };
export type Book = Partial<Record<Currency, Sums>>;

const none: Sums = { captured: 0, refunded: 0, fees: 0, disputed: 0 };

const counted = (sums: Sums, kind: Kind, amount: number, fee: number): Sums => ({
  captured: sums.captured + (kind === 'captured' ? amount : 0),
  refunded: sums.refunded - (kind === 'refunded' ? amount : 0),
  disputed: sums.disputed - (kind === 'disputed' ? amount : 0),
  fees: sums.fees - fee - (kind === 'fee' ? amount : 0),
});

/** Returns the sums of transactions by currency. */
export const bookOf = (transactions: readonly Transaction[]): Book => {
  const book: Book = {};
  for (const { currency, amount, fee, ...transaction } of transactions) {
    const kind = kindOf({ ...transaction, amount });
    if (currency === undefined || kind === 'other' || !isCertain(transaction)) continue;
    book[currency] = counted(book[currency] ?? none, kind, amount, fee);
  }
  return book;
};

/** Returns the sum of books, currency by currency. */
export const added = (books: readonly Book[]): Book => {
  const all: Book = {};
  for (const book of books)
    for (const [currency, sums] of Object.entries(book) as [Currency, Sums][]) {
      const before = all[currency] ?? none;
      all[currency] = {
        captured: before.captured + sums.captured,
        refunded: before.refunded + sums.refunded,
        fees: before.fees + sums.fees,
        disputed: before.disputed + sums.disputed,
      };
    }
  return all;
};

const monthForm = /^(\d{4})-(0[1-9]|1[0-2])$/;

/** Returns the days of a month (`2026-10`) as `2026-10-01` and so on; undefined for what is no month. */
export const daysOf = (month: string): string[] | undefined => {
  const [, year, number] = monthForm.exec(month) ?? [];
  if (year === undefined) return undefined;
  const [y, m] = [Number(year), Number(number)];
  const isLeap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  const length = m === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(m) ? 30 : 31;
  return Array.from({ length }, (_, day) => `${month}-${String(day + 1).padStart(2, '0')}`);
};
