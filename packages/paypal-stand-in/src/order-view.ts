import { captureInOrder } from './capture-view.ts';
import type { Desk } from './desk.ts';
import { falsified } from './falsify.ts';
import { wrongFacts } from './faults.ts';
import type { CaptureRow, OrderRow } from './rows.ts';
import type { Link, PurchaseUnit } from './wire.ts';

/** An order as PayPal represents it in full; the faults wrongAmount, wrongCurrency and wrongPayee show here. */
export const orderView = (desk: Desk, order: OrderRow, captures = capturesOf(desk, order)): Record<string, unknown> => {
  return {
    ...minimalOrder(desk, order),
    intent: 'CAPTURE',
    purchase_units: order.units.map((unit) => unitView(desk, unit, captures)),
    ...(order.payer === undefined ? {} : { payer: order.payer }),
    create_time: order.createdAt,
    update_time: order.updatedAt,
  };
};

/** What PayPal answers to a create call unless asked for more. */
export const minimalOrder = (desk: Desk, order: OrderRow): Record<string, unknown> => {
  return { id: order.id, status: order.status, ...paymentSource(order), links: orderLinks(desk, order) };
};

/** What PayPal answers to a capture call unless asked for more. */
export const capturedOrder = (desk: Desk, order: OrderRow, captures: CaptureRow[]): Record<string, unknown> => {
  const units = order.units.map((unit) => {
    const { reference_id, shipping, payments } = unitView(desk, unit, captures);
    return { reference_id, ...(shipping === undefined ? {} : { shipping }), payments };
  });
  return { ...minimalOrder(desk, order), purchase_units: units, payer: order.payer };
};

/** Where the buyer is sent for approval. */
export const approvalUrl = (desk: Desk, order: OrderRow): string => {
  return `${desk.url}/checkoutnow?token=${order.id}`;
};

const orderLinks = (desk: Desk, order: OrderRow): Link[] => {
  const self = `${desk.url}/v2/checkout/orders/${order.id}`;
  const links: Link[] = [{ href: self, rel: 'self', method: 'GET' }];
  if (order.status === 'COMPLETED' || order.status === 'VOIDED') return links;
  if (order.status !== 'APPROVED') {
    links.push({ href: approvalUrl(desk, order), rel: order.wallet ? 'payer-action' : 'approve', method: 'GET' });
  }
  return order.wallet && order.status !== 'APPROVED'
    ? links
    : [...links, { href: `${self}/capture`, rel: 'capture', method: 'POST' }];
};

const paymentSource = (order: OrderRow): Record<string, unknown> => {
  if (order.payer === undefined) return order.wallet ? { payment_source: { paypal: {} } } : {};
  const { email_address, payer_id, name, address } = order.payer;
  const paypal = { email_address, account_id: payer_id, account_status: 'VERIFIED', name, address };
  return { payment_source: { paypal } };
};

const capturesOf = (desk: Desk, order: OrderRow): CaptureRow[] => {
  return order.captures.flatMap((id) => desk.state.row('capture', id) ?? []);
};

const unitView = (desk: Desk, unit: PurchaseUnit, all: CaptureRow[]): PurchaseUnit & { payments?: unknown } => {
  const own = all.filter((row) => row.reference === unit.reference_id);
  const captures = own.map((row) => captureInOrder(desk, row));
  const shown = falsified(unit, wrongFacts(desk.faults.set, own.length > 0 ? 'captured order' : 'order'));
  return captures.length === 0 ? shown : { ...shown, payments: { captures } };
};
