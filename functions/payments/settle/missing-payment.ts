import { openPayments, type Order, recordMissing, type Missing } from '../../orders/public.ts';
import { hour } from '../../kit/value/time.ts';
import { longestUnknown } from '../domain/next-step.ts';
import { betweenMisses, betweenSearches, requestIdKept, windowClosed } from '../domain/next-look.ts';
import { factsOf } from './order-facts.ts';
import { park } from './park.ts';
import { paymentByCapture, PayPalSecret, type Payment, searchTransactions } from '../../paypal/public.ts';
import type { SettlePorts } from './ports.ts';
import { voidOrder } from '../../fulfilment/public.ts';

/** What comes of it: nothing for now, a person has to look, the capture is to be repeated, or the payment was found after all. */
export type Sequel = 'gone' | 'parked' | 'repeat' | Payment;

const ms = (time: string) => Date.parse(time);

type Case = { order: Order; paypalOrder: string; now: Date; record: Missing; ports: SettlePorts };

const remember = async ({ order, paypalOrder, record, ports }: Case): Promise<'gone'> => {
  if (order.missing?.[paypalOrder] !== record) await recordMissing(order, paypalOrder, record, ports);
  return 'gone';
};

/** A capture outlives its PayPal order; that neither is there is not believed for a day, and then a person has to look. */
const ofPending = async (it: Case): Promise<Sequel> => {
  const { order, paypalOrder, now, record, ports } = it;
  const payment = order.capture && (await paymentByCapture(ports.paypal, paypalOrder, order.capture));
  if (payment) return payment;
  if (now.getTime() - ms(record.since) >= longestUnknown) return park(order, 'capture-gone', ports);
  return remember(it);
};

/** Without a claim nobody captured, so that a second 404 some time after the first is enough. */
const ofUnclaimed = async (it: Case, isReversed: boolean): Promise<Sequel> => {
  const { order, paypalOrder, now, record, ports } = it;
  const isOnly = openPayments(order).every((open) => open === paypalOrder);
  if (isReversed) {
    // PayPal said so and does not find it: nobody waits for a second miss.
    if (isOnly) await voidOrder(order, 'reversed', ports, { tell: true });
    return 'gone';
  }
  const { approvalWindowHours } = await ports.secrets('paypal', PayPalSecret);
  // From then on the sweeper voids it in any case: a record of the miss would be a write for every abandoned order.
  if (windowClosed(factsOf(order).opened, now.getTime(), approvalWindowHours)) return 'gone';
  if (now.getTime() - ms(record.since) < betweenMisses) return remember(it);
  if (isOnly) await voidOrder(order, 'lapsed', ports, { tell: order.status !== 'created' });
  return 'gone';
};

/** The transaction of a capture bears its id; one whose capture cannot be read is for a person. */
const goOnBy = async ({ order, paypalOrder, ports }: Case, transactions: string[]): Promise<Sequel> => {
  for (const id of transactions) {
    const payment = await paymentByCapture(ports.paypal, paypalOrder, id);
    if (payment) return payment;
  }
  return park(order, 'transaction-without-capture', ports);
};

/** The claimed capture may have been made. PayPal lists transactions late, so that one search in vain proves nothing. */
const search = async (it: Case): Promise<Sequel> => {
  const { order, paypalOrder, now, record, ports } = it;
  const { searched = [] } = record;
  const last = searched.at(-1);
  if (last !== undefined && now.getTime() - ms(last) < betweenSearches) return 'gone';
  const from = new Date(factsOf(order).since - hour);
  const found = await searchTransactions(ports.paypal, { order: order.id, paypalOrder, from, to: now });
  if (found === 'unavailable') return park(order, 'transactions-not-searchable', ports);
  if (found.length > 0) return goOnBy(it, found);
  if (last === undefined) return remember({ ...it, record: { ...record, searched: [now.toISOString()] } });
  await voidOrder(order, 'lapsed', ports, { tell: true, disproven: paypalOrder });
  return 'gone';
};

/**
 * Decides what becomes of an order whose payment PayPal does not find (404). While its capture is claimed nothing is
 * voided: the capture is repeated under the same request id while PayPal keeps that, six hours; then the account's
 * transactions are searched, twice, at least four hours apart, and only if both find nothing the order is voided. Without
 * a claim two misses at least ten minutes apart void it, and one if PayPal told that it took the approval back (`isReversed`).
 * `repeated`: the capture was just repeated, in vain.
 */
export const missing = async (
  order: Order,
  paypalOrder: string,
  ports: SettlePorts,
  { repeated = false, isReversed = false }: { repeated?: boolean; isReversed?: boolean } = {},
): Promise<Sequel> => {
  const now = ports.now();
  const it = { order, paypalOrder, now, record: order.missing?.[paypalOrder] ?? { since: now.toISOString() }, ports };
  if (order.status === 'pending') return ofPending(it);
  if (order.status !== 'created' && order.status !== 'approved') return 'gone';
  if (order.capturing === undefined) return ofUnclaimed(it, isReversed);
  if (order.capturing !== paypalOrder) return 'gone';
  if (now.getTime() - factsOf(order).since >= requestIdKept) return search(it);
  return repeated ? remember(it) : 'repeat';
};
