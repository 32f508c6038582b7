import { timeOf, type Desk } from './desk.ts';
import { approvedEvent, reversedEvent } from './events.ts';
import { madeUpPayer } from './payers.ts';
import type { OrderRow, Row } from './rows.ts';

const defaultWindowMs = 3 * 3_600_000;

/** The rows that change when a buyer approves an order: none, when it is approved or captured already. */
export const approve = (desk: Desk, order: OrderRow): { order: OrderRow; rows: Row[] } => {
  if (order.status !== 'CREATED' && order.status !== 'PAYER_ACTION_REQUIRED') return { order, rows: [] };
  const { payer, fullName, address } = madeUpPayer(desk.ports.random);
  const shipping = { name: { full_name: fullName }, address };
  const units = order.units.map((unit) => (order.shipping === 'GET_FROM_FILE' ? { ...unit, shipping } : unit));
  const times = { updatedAt: timeOf(desk.ports), openSince: desk.ports.now().getTime() };
  const approved: OrderRow = { ...order, status: 'APPROVED', payer, units, ...times };
  return { order: approved, rows: [approved, approvedEvent(desk, approved)] };
};

/** The rows of orders whose time is over: they are gone from then on, and an approval that was not used is reversed. */
export const lapsedOrders = (desk: Desk): Row[] => {
  const window = desk.faults.set.approvalWindowMs ?? desk.settings.approvalWindowMs ?? defaultWindowMs;
  const before = desk.ports.now().getTime() - window;
  return desk.state
    .open('order')
    .filter((order) => order.openSince <= before)
    .flatMap((order) => {
      const lapsed: OrderRow = { ...order, status: 'VOIDED', updatedAt: timeOf(desk.ports) };
      return order.status === 'APPROVED' ? [lapsed, reversedEvent(desk, order)] : [lapsed];
    });
};

/** A shop's address with token and payer added to its query, as PayPal sends the buyer back. */
export const returnAddress = (url: string, order: OrderRow, payer: boolean): string => {
  const target = new URL(url);
  target.searchParams.set('token', order.id);
  if (payer && order.payer !== undefined) target.searchParams.set('PayerID', order.payer.payer_id);
  return target.href;
};
