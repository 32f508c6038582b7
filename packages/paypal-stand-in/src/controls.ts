import { json, jsonOf, type Call, type Reply } from 'local-cloud/stand-in';
import { captureControl, disputeControl } from './dispute-controls.ts';
import { fromMinor } from './money.ts';
import { capturesOf } from './order-view.ts';
import { refundedSum } from './refunds.ts';
import { refuse, refuseStatus } from './outcomes.ts';
import type { StandIn } from './stand-in.ts';
import type { OrderRow } from './state.ts';
import { expireTokens } from './tokens.ts';

/** Returns what PayPal does not have: faults, and lists of orders, events and deliveries. `onFaults` lets new faults take hold. */
export const control = (paypal: StandIn, call: Call, onFaults: () => void): Reply => {
  const { method, path } = call;
  if (path === '/_faults') return setFaults(paypal, call, onFaults);
  const list = method === 'GET' && Object.hasOwn(lists, path) ? lists[path] : undefined;
  if (list) return json(200, list(paypal));
  if (path === '/_disputes' || path.startsWith('/_disputes/')) return disputeControl(paypal, call);
  if (path.startsWith('/_captures/')) return captureControl(paypal, call);
  const [, eventId] = /^\/_deliveries\/([^/]+)\/resend$/.exec(path) ?? [];
  if (eventId === undefined || method !== 'POST') return json(404, refuseStatus(404).body);
  const event = paypal.state.row('event', eventId);
  if (event === undefined) return json(404, refuse('INVALID_RESOURCE_ID').body);
  paypal.resend(event);
  return json(202, { id: eventId });
};

const lists: Readonly<Record<string, (paypal: StandIn) => unknown[]>> = {
  '/_orders': (paypal) => paypal.state.rows('order').map((order) => listed(paypal, order)),
  '/_deliveries': ({ state }) => state.rows('attempt').map(({ kind: _kind, ...attempt }) => attempt),
  '/_events': ({ state }) =>
    state.rows('event').map(({ id, orderId, event }) => ({ id, orderId, type: event.event_type })),
};

const setFaults = (paypal: StandIn, call: Call, onFaults: () => void): Reply => {
  const reply = paypal.faults.answer(call);
  const input = call.method === 'POST' && reply.status === 200 ? jsonOf(call.body) : undefined;
  if ((input as { expireTokens?: unknown } | undefined)?.expireTokens === true) expireTokens(paypal);
  onFaults();
  return reply;
};

const listed = (paypal: StandIn, order: OrderRow): Record<string, unknown> => {
  const { id, status, create_time } = order;
  const { custom_id, invoice_id } = order.unit;
  const captures = capturesOf(paypal, order).map((capture) => ({
    id: capture.id,
    status: capture.status,
    amount: capture.amount,
    refunded: fromMinor(refundedSum(paypal, capture), capture.amount.currency_code),
  }));
  return { id, status, custom_id, invoice_id, create_time, captures };
};
