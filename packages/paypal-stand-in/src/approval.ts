import { newEvent } from './events.ts';
import { payerId } from './ids.ts';
import { orderView } from './order-view.ts';
import type { Payer } from './paypal-types.ts';
import { timeOf, type StandIn } from './stand-in.ts';
import type { OrderRow, Row } from './state.ts';

const windowMs = 3 * 3_600_000;

/** Whether an order still waits for its buyer's decision. */
export const isUndecided = ({ status }: OrderRow): boolean =>
  status === 'CREATED' || status === 'PAYER_ACTION_REQUIRED';

/** Returns an order as its buyer approves it, and the rows that change: none, when it is approved or captured already. */
export const approve = (paypal: StandIn, order: OrderRow): { order: OrderRow; rows: Row[] } => {
  if (!isUndecided(order)) return { order, rows: [] };
  const times = { update_time: timeOf(paypal), openSince: paypal.now().getTime() };
  const unit =
    (order.context.shipping_preference ?? 'GET_FROM_FILE') === 'GET_FROM_FILE'
      ? { ...order.unit, shipping }
      : order.unit;
  const approved: OrderRow = { ...order, ...times, status: 'APPROVED', payer: newPayer(), unit };
  const summary = 'An order has been approved by buyer';
  const about = { resource_type: 'checkout-order', summary, resource: orderView(paypal, approved) };
  return { order: approved, rows: [approved, newEvent(paypal, order.id, 'CHECKOUT.ORDER.APPROVED', about)] };
};

/** Returns when an order lapses unless it is approved, or captured, before. */
export const lapsesAt = ({ settings, faults }: Pick<StandIn, 'settings' | 'faults'>, { openSince }: OrderRow): number =>
  openSince + (faults.set.approvalWindowMs ?? settings.approvalWindowMs ?? windowMs);

/** Returns the rows of an order whose time is over: it is gone from then on, and an approval that was not used is reversed. */
export const lapsed = (paypal: StandIn, order: OrderRow): Row[] => {
  const gone: OrderRow = { ...order, status: 'VOIDED', update_time: timeOf(paypal) };
  if (order.status !== 'APPROVED') return [gone];
  const { reference_id, custom_id, invoice_id } = order.unit;
  // This event names the order in `order_id` and has no `id`.
  const purchase_units = [{ reference_id, custom_id, invoice_id }];
  const resource = { order_id: order.id, purchase_units, payment_source: { paypal: {} } };
  const about = { resource_type: 'checkout-order', summary: 'A payment has been reversed after approval.', resource };
  return [gone, newEvent(paypal, order.id, 'CHECKOUT.PAYMENT-APPROVAL.REVERSED', about)];
};

const name = { given_name: 'Ada', surname: 'Okafor' };

/** Where the buyer's goods go, unless the shop wants no address. */
const shipping = {
  name: { full_name: `${name.given_name} ${name.surname}` },
  address: {
    address_line_1: '1 Main Street',
    admin_area_2: 'San Jose',
    admin_area_1: 'CA',
    postal_code: '95131',
    country_code: 'US',
  },
};

/** A buyer who does not exist. */
const newPayer = (): Payer => {
  const payer_id = payerId();
  const email_address = `ada.okafor.${payer_id}@personal.example.com`.toLowerCase();
  return { name, email_address, payer_id, address: { country_code: 'US' } };
};
