import { captureInOrder } from './captures.ts';
import { refundsOf } from './refunds.ts';
import type { StandIn } from './stand-in.ts';
import type { CaptureRow, OrderRow } from './state.ts';
import { vaultAttributes } from './vault.ts';
import { withWrongFacts } from './wrong-facts.ts';

/** Returns an order as PayPal represents it in full; the faults wrongAmount, wrongCurrency and wrongPayee show here. */
export const orderView = (paypal: StandIn, order: OrderRow, captures = capturesOf(paypal, order)) => {
  const { payer, create_time, update_time } = order;
  const purchase_units = [unitView(paypal, order, captures)];
  return { ...minimalOrder(paypal, order), intent: 'CAPTURE', purchase_units, payer, create_time, update_time };
};

/** Returns what PayPal tells of a new order unless asked for more. */
export const minimalOrder = (paypal: StandIn, order: OrderRow): Record<string, unknown> => {
  const { id, status } = order;
  return { id, status, payment_source: paymentSource(paypal, order), links: orderLinks(paypal, order) };
};

/** Returns what PayPal tells of a captured order unless asked for more. */
export const capturedOrder = (paypal: StandIn, order: OrderRow, captures: CaptureRow[]) => {
  const { reference_id, shipping, payments } = unitView(paypal, order, captures);
  return { ...minimalOrder(paypal, order), purchase_units: [{ reference_id, shipping, payments }], payer: order.payer };
};

/** Returns the captures of an order. */
export const capturesOf = ({ state }: StandIn, order: OrderRow): CaptureRow[] =>
  order.captures.flatMap((id) => state.row('capture', id) ?? []);

const unitView = (paypal: StandIn, { unit }: OrderRow, captures: CaptureRow[]) => {
  if (captures.length === 0) return { ...withWrongFacts(paypal, 'order', unit), payments: undefined };
  const refunds = captures.flatMap((capture) => refundsOf(paypal, capture));
  const payments = {
    captures: captures.map((capture) => captureInOrder(paypal, capture)),
    ...(refunds.length > 0 && { refunds }),
  };
  return { ...withWrongFacts(paypal, 'captured order', unit), payments };
};

const orderLinks = ({ url }: StandIn, { id, status, wallet }: OrderRow) => {
  const self = `${url}/v2/checkout/orders/${id}`;
  const open = status === 'CREATED' || status === 'PAYER_ACTION_REQUIRED';
  const approve = { href: `${url}/checkoutnow?token=${id}`, rel: wallet ? 'payer-action' : 'approve', method: 'GET' };
  const capture = { href: `${self}/capture`, rel: 'capture', method: 'POST' };
  const captureable = status === 'APPROVED' || status === 'CREATED';
  return [{ href: self, rel: 'self', method: 'GET' }, ...(open ? [approve] : []), ...(captureable ? [capture] : [])];
};

const paymentSource = (paypal: StandIn, order: OrderRow): Record<string, unknown> | undefined => {
  const { payer, wallet } = order;
  if (payer === undefined) return wallet ? { paypal: {} } : undefined;
  const { email_address, payer_id: account_id, name, address } = payer;
  const account = { email_address, account_id, account_status: 'VERIFIED', name, address };
  return { paypal: { ...account, attributes: vaultAttributes(paypal, order) } };
};
