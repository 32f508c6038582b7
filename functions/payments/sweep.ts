import { checkAgain, dueOrders, getOrder, openPayments } from '../checkout/public.ts';
import { errorFields } from '../kit/log.ts';
import { nextLook, windowClosed } from './next-look.ts';
import { lookFactsOf } from './order-facts.ts';
import { PayPalSecret } from './paypal-client.ts';
import { settleEvent } from './settle-event.ts';
import { settle, type SettlePorts } from './settle.ts';
import { unsettledEvents } from './store.ts';
import { voidOrder } from './void-order.ts';

type Counts = Record<string, number>;

/** Does one piece of work; a failure is counted and does not stop the others, the next sweep comes back to it. */
const attempt = async (
  counts: Counts,
  kind: string,
  ports: SettlePorts,
  piece: () => Promise<unknown>,
): Promise<void> => {
  try {
    await piece();
    counts[kind] = (counts[kind] ?? 0) + 1;
  } catch (error) {
    counts['failed'] = (counts['failed'] ?? 0) + 1;
    ports.log.warn('sweep left one', { worker: 'payments-sweep', ...errorFields(error) });
  }
};

const lookAfter = async (id: string, ports: SettlePorts): Promise<void> => {
  const before = await getOrder(id, ports);
  if (!before) return;
  for (const paypalOrder of openPayments(before)) await settle(paypalOrder, ports, { customId: id });
  const order = await getOrder(id, ports);
  if (!order) return;
  const { approvalWindowHours } = await ports.secrets('paypal', PayPalSecret);
  const facts = lookFactsOf(order);
  const now = ports.now().getTime();
  const unpaid = order.status === 'created' || (order.status === 'approved' && order.capturing === undefined);
  if (unpaid && windowClosed(facts.opened, now, approvalWindowHours))
    await voidOrder(order, 'lapsed', ports, { tell: order.status !== 'created' });
  else await checkAgain(id, new Date(nextLook(facts, now, approvalWindowHours)), ports);
};

/**
 * The guarantee behind the streams: settles events that nothing settled, reads open orders back before and when their
 * approval window closes.
 */
export const sweep = async (ports: SettlePorts): Promise<Counts> => {
  const counts: Counts = {};
  for await (const event of unsettledEvents(ports))
    await attempt(counts, 'event', ports, () => settleEvent(event, ports));
  for await (const id of dueOrders('payment', ports)) await attempt(counts, 'order', ports, () => lookAfter(id, ports));
  return counts;
};
