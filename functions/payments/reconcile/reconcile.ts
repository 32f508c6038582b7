import { listTransactions, RateLimited } from '../../paypal/public.ts';
import { errorFields } from '../../kit/log.ts';
import { day } from '../../kit/value/time.ts';
import type { Counts } from '../../kit/work/sweep.ts';
import type { SettlePorts } from '../settle/ports.ts';
import { closeDays } from './close-days.ts';
import { disputesSince, eventsSince, repairDispute, repairEvent, repairTransaction } from './repair.ts';
import { keepProgress, progressOf, report } from './store.ts';

/** A run looks back three days at least, and as far as PayPal keeps its events. */
const [least, most] = [3 * day, 29 * day];

const sinceOf = (since: string | undefined, now: number): Date => {
  const from = since === undefined ? now - most : Date.parse(since) - day;
  return new Date(Math.max(now - most, Math.min(from, now - least)));
};

/** Does something for each of a list, counts the outcomes, and leaves what fails to the next day; PayPal's 429 ends the run. */
const each = async <T>(
  items: readonly T[],
  run: (item: T) => Promise<string>,
  counts: Counts,
  ports: SettlePorts,
): Promise<void> => {
  for (const item of items) {
    const outcome = await run(item).catch((error: unknown) => {
      if (error instanceof RateLimited) throw error;
      ports.log.warn('reconciliation left one', errorFields(error));
      return 'failed';
    });
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
};

/**
 * Compares our record with PayPal's: its events, transactions and disputes since the last run, at least three days. What was
 * missed is read back and settled as if its event had come. Then the days that ended 24 hours ago are closed. Returns the
 * counts, which are kept with the day; what our record does not know and sums that differ ring.
 */
export const reconcile = async (ports: SettlePorts): Promise<Counts> => {
  const now = ports.now();
  const from = sinceOf((await progressOf(ports)).since, now.getTime());
  const counts: Counts = {};
  const missing = (what: string) => {
    counts['unavailable'] = (counts['unavailable'] ?? 0) + 1;
    ports.log.error('reconciliation incomplete', { outcome: what });
  };
  const events = await eventsSince(from, ports);
  if (events) await each(events, (event) => repairEvent(event, ports), counts, ports);
  else missing('events-not-listed');
  const transactions = await listTransactions(ports.paypal, { from, to: now });
  if (transactions === 'unavailable') missing('transactions-not-searchable');
  else await each(transactions, (transaction) => repairTransaction(transaction, ports), counts, ports);
  const disputes = await disputesSince(from, ports);
  if (disputes) await each(disputes, (id) => repairDispute(id, ports), counts, ports);
  else missing('disputes-not-listed');
  if ((counts['transaction-unknown'] ?? 0) > 0)
    ports.log.error('payment unknown', {
      outcome: 'transaction-unknown',
      count: counts['transaction-unknown'] as number,
    });
  const closed = await closeDays(ports);
  if (closed !== 'unavailable') {
    counts['days-closed'] = closed.closed;
    if (closed.differences > 0) ports.log.error('books differ', { count: closed.differences });
  }
  if ((counts['failed'] ?? 0) === 0) await keepProgress({ since: now.toISOString() }, ports);
  await report(counts, ports);
  return counts;
};
