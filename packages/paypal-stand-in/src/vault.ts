import { newEvent } from './events.ts';
import { vaultId } from './ids.ts';
import { found, type Outcome } from './outcomes.ts';
import { timeOf, type Request, type StandIn } from './stand-in.ts';
import type { OrderRow, PaymentTokenRow, Row } from './state.ts';

/** GET /v3/vault/payment-tokens/{id}: the token; 404 once it is deleted. */
export const readPaymentToken = (paypal: StandIn, { id }: Request): Outcome =>
  found(paypal, liveToken(paypal, id), tokenView);

/** DELETE /v3/vault/payment-tokens/{id}: 204, and so again for one that is gone. */
export const deletePaymentToken = (paypal: StandIn, { id }: Request): Outcome => {
  const token = liveToken(paypal, id);
  const rows: Row[] = token ? [{ ...token, deleted: true }, tokenEvent(paypal, token, 'DELETED')] : [];
  return { status: 204, body: {}, rows };
};

/** Returns the token of an order's payer who agreed to be saved, and its event; nothing for any other order. */
export const savedPayer = (paypal: StandIn, { id: orderId, payer, vault }: OrderRow) => {
  if (vault === undefined || payer === undefined) return undefined;
  const { customerId } = vault;
  const about = { orderId, customerId, payer, create_time: timeOf(paypal), deleted: false };
  const token: PaymentTokenRow = { kind: 'payment-token', id: vaultId(), ...about };
  return { token, event: tokenEvent(paypal, token, 'CREATED') };
};

/** Returns a token that can be paid with. */
export const liveToken = ({ state }: StandIn, id: string): PaymentTokenRow | undefined => {
  const token = state.row('payment-token', id);
  return token?.deleted ? undefined : token;
};

/** Returns what an order says in `payment_source.paypal.attributes` of the token that it brought. */
export const vaultAttributes = (paypal: StandIn, { vault }: OrderRow) => {
  if (vault?.tokenId === undefined) return undefined;
  return { vault: { status: 'VAULTED', ...minimalToken(paypal, vault.tokenId, vault.customerId) } };
};

const minimalToken = ({ url }: StandIn, id: string, customerId: string) => {
  const self = `${url}/v3/vault/payment-tokens/${id}`;
  const links = ['self', 'delete'].map((rel) => ({ href: self, rel, method: rel === 'self' ? 'GET' : 'DELETE' }));
  return { id, customer: { id: customerId }, links };
};

const tokenView = (paypal: StandIn, { id, customerId, payer }: PaymentTokenRow) => {
  const { name, email_address, payer_id } = payer;
  return { ...minimalToken(paypal, id, customerId), payment_source: { paypal: { name, email_address, payer_id } } };
};

const tokenEvent = (paypal: StandIn, token: PaymentTokenRow, what: 'CREATED' | 'DELETED'): Row => {
  const metadata = { order_id: token.orderId };
  const resource = { ...tokenView(paypal, token), time_created: token.create_time, metadata };
  const about = { resource_type: 'payment_token', resource_version: '3.0', resource };
  const summary = `A payment token has been ${what.toLowerCase()}.`;
  return newEvent(paypal, token.orderId, `VAULT.PAYMENT-TOKEN.${what}`, { ...about, summary });
};
