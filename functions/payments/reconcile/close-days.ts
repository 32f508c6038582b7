import { takenBy } from '../../orders/public.ts';
import { listTransactions, type Transaction } from '../../paypal/public.ts';
import { day } from '../../kit/value/time.ts';
import { bookOf, isCertain, kindOf } from '../domain/books.ts';
import type { SettlePorts } from '../settle/ports.ts';
import { isKnown, orderOf } from './repair.ts';
import { closeDay, keepProgress, progressOf } from './store.ts';

/** How long after a day has ended it is closed: PayPal lists transactions up to three hours late. */
const closesAfter = day;
/** The longest span of one search. */
const longest = 31;

const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);
const startOf = (text: string): number => Date.parse(`${text}T00:00:00Z`);

/** The first day that a shop without books closes: the first of the month before. */
const firstDay = (now: Date): number => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1);

/** The same transaction as our record has it; undefined when it has it not, or with another amount. */
const asOurs = async (transaction: Transaction, ports: SettlePorts): Promise<Transaction | undefined> => {
  const order = await orderOf(transaction, ports);
  if (!order || !isKnown(order, transaction)) return undefined;
  const kind = kindOf(transaction);
  if (kind === 'captured') {
    const { amount, currency } = takenBy(order);
    return { ...transaction, amount, currency };
  }
  const refund = Object.values(order.refunds ?? {}).find(({ paypalRefund }) => paypalRefund === transaction.id);
  return refund ? { ...transaction, amount: -refund.amount.amount, currency: refund.amount.currency } : transaction;
};

const isOfShop = (transaction: Transaction): boolean =>
  isCertain(transaction) && kindOf(transaction) !== 'other' && kindOf(transaction) !== 'fee';

const close = async (text: string, all: readonly Transaction[], ports: SettlePorts): Promise<number> => {
  const ours: Transaction[] = all.filter((each) => kindOf(each) === 'fee');
  let differences = 0;
  for (const transaction of all.filter(isOfShop)) {
    const mine = await asOurs(transaction, ports);
    if (mine?.amount !== transaction.amount || mine.currency !== transaction.currency) differences += 1;
    if (mine) ours.push(mine);
  }
  await closeDay(text, { paypal: bookOf(all), ours: bookOf(ours), differences }, ports);
  return differences;
};

/**
 * Closes the days that ended at least 24 hours ago, each with PayPal's sums and ours of the same transactions. Returns how many
 * were closed and how many transactions differ; `unavailable` when PayPal's list cannot be had. Safe to repeat.
 */
export const closeDays = async (
  ports: SettlePorts,
): Promise<{ closed: number; differences: number } | 'unavailable'> => {
  const { until } = await progressOf(ports);
  let from = until === undefined ? firstDay(ports.now()) : startOf(until);
  const end = startOf(dayText(ports.now().getTime() - closesAfter));
  const done = { closed: 0, differences: 0 };
  while (from < end) {
    const to = Math.min(end, from + longest * day);
    const listed = await listTransactions(ports.paypal, { from: new Date(from), to: new Date(to - 1) });
    if (listed === 'unavailable') return 'unavailable';
    for (let at = from; at < to; at += day) {
      const ofDay = listed.filter((transaction) => transaction.at.slice(0, 10) === dayText(at));
      done.differences += await close(dayText(at), ofDay, ports);
      done.closed += 1;
    }
    await keepProgress({ until: dayText(to) }, ports);
    from = to;
  }
  return done;
};
