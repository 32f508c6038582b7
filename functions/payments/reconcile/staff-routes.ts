import type { StaffRoutes } from '../../kit/http/types.ts';
import { formatMoney, type Currency } from '../../kit/value/money.ts';
import { refuse } from '../../kit/value/result.ts';
import type { payments } from '../contract.ts';
import { added, daysOf, type Book, type Sums } from '../domain/books.ts';
import { booksOf, type DayRow } from './store.ts';

/** Writes an amount of either sign. */
const signed = (amount: number, currency: Currency): string =>
  `${amount < 0 ? '-' : ''}${formatMoney({ amount: Math.abs(amount), currency }).amount}`;

const rows = (book: Book) =>
  (Object.entries(book) as [Currency, Sums][])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, { captured, refunded, fees, disputed }]) => ({
      currency,
      captured: signed(captured, currency),
      refunded: signed(refunded, currency),
      fees: signed(fees, currency),
      disputed: signed(disputed, currency),
      net: signed(captured - refunded - fees - disputed, currency),
    }));

/** The statement of a month. */
export const statementRoutes: Pick<StaffRoutes<typeof payments>, 'readStatement'> = {
  readStatement: async ({ path: { month } }, ports) => {
    const days = daysOf(month);
    if (!days) return refuse('not-found');
    const closed = (await booksOf(days, ports)).filter((row): row is DayRow => row?.paypal !== undefined);
    if (closed.length < days.length) return refuse('month-open');
    return {
      body: {
        month,
        currencies: rows(added(closed.map(({ paypal = {} }) => paypal))),
        ours: rows(added(closed.map(({ ours = {} }) => ours))),
        differences: closed.reduce((sum, { differences = 0 }) => sum + differences, 0),
      },
    };
  },
};
