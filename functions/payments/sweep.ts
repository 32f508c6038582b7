import { checkAgain, dueOrders, getOrder, openedAt, openPayments, type Order } from '../checkout/public.ts';
import { errorFields } from '../kit/log.ts';
import { nextCheck, windowClosed } from './decide.ts';
import { PayPalSecret } from './paypal-client.ts';
import { settleEvent } from './settle-event.ts';
import { settle, type SettlePorts } from './settle.ts';
import { unsettledEvents } from './store.ts';
import { voidOrder } from './void-order.ts';

type Counts = Record<string, number>;

/** Hours that PayPal gives a buyer to approve, unless the stage says otherwise. */
const usualWindow = 3;

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

/**
 * PayPal knows no such payment any more: one that was never captured brings no money for certain, and the order can be
 * voided. A pending capture may outlive its payment; that order waits for people.
 */
const lapse = async (order: Order, paypalOrder: string, ports: SettlePorts): Promise<void> => {
  if (order.status === 'pending') ports.log.error('payment does not fit its order', { outcome: 'gone' });
  else await voidOrder(order, 'lapsed', ports, { tell: order.status !== 'created', disproven: paypalOrder });
};

const lookAfter = async (id: string, ports: SettlePorts): Promise<void> => {
  const before = await getOrder(id, ports);
  if (!before) return;
  for (const paypalOrder of openPayments(before))
    if ((await settle(paypalOrder, ports)) === 'gone') await lapse(before, paypalOrder, ports);
  const order = await getOrder(id, ports);
  if (!order) return;
  const { approvalWindowHours = usualWindow } = await ports.secrets('paypal', PayPalSecret);
  const opened = new Date(openedAt(order));
  const unpaid = order.status === 'created' || (order.status === 'approved' && order.capturing === undefined);
  if (unpaid && windowClosed(opened, ports.now(), approvalWindowHours))
    await voidOrder(order, 'lapsed', ports, { tell: order.status !== 'created' });
  else await checkAgain(id, new Date(nextCheck(opened, ports.now(), approvalWindowHours)), ports);
};

/**
 * The guarantee behind the streams: settles events that nothing settled, and reads open orders back before and when their
 * approval window closes.
 */
export const sweep = async (ports: SettlePorts): Promise<Counts> => {
  const counts: Counts = {};
  for await (const event of unsettledEvents(ports))
    await attempt(counts, 'event', ports, () => settleEvent(event, ports));
  for await (const id of dueOrders('payment', ports)) await attempt(counts, 'order', ports, () => lookAfter(id, ports));
  return counts;
};
