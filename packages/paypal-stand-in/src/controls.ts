import { jsonOf, type Call, type Reply } from 'local-cloud/stand-in';
import type { Courier } from './courier.ts';
import type { Desk } from './desk.ts';
import { fromMinor } from './money.ts';
import { paypalJson as json } from './paypal-json.ts';
import { refundedSum } from './refunds.ts';
import { refuse, refuseStatus } from './refusals.ts';
import type { OrderRow } from './rows.ts';
import { expireTokens } from './tokens.ts';

/** What PayPal does not have: faults, and lists of orders, events and deliveries, for people and tests. `sweep` lets faults take hold. */
export const answerControl = (desk: Desk, courier: Courier, call: Call, sweep: () => void): Reply => {
  if (call.path === '/_faults') return answerFaults(desk, call, sweep);
  const list = call.method === 'GET' && Object.hasOwn(lists, call.path) ? lists[call.path] : undefined;
  if (list) return json(200, list(desk));
  const [, eventId] = /^\/_deliveries\/([^/]+)\/resend$/.exec(call.path) ?? [];
  if (eventId === undefined || call.method !== 'POST') return json(404, refuseStatus(404).body);
  const event = desk.state.row('event', eventId);
  if (event === undefined) return json(404, refuse('INVALID_RESOURCE_ID').body);
  courier.resend(event);
  return json(202, { id: eventId });
};

const lists: Readonly<Record<string, (desk: Desk) => unknown[]>> = {
  '/_orders': (desk) => desk.state.rows('order').map((order) => listed(desk, order)),
  '/_deliveries': (desk) => desk.state.rows('attempt').map(({ kind: _kind, ...attempt }) => attempt),
  '/_events': (desk) =>
    desk.state.rows('event').map(({ id, orderId, event }) => ({ id, orderId, type: event.event_type })),
};

const answerFaults = (desk: Desk, call: Call, sweep: () => void): Reply => {
  const answer = desk.faults.answer(call);
  const input = call.method === 'POST' && answer.status === 200 ? jsonOf(call.body) : undefined;
  if ((input as { expireTokens?: unknown } | undefined)?.expireTokens === true) expireTokens(desk);
  sweep();
  return answer;
};

const listed = (desk: Desk, order: OrderRow): Record<string, unknown> => {
  const captures = order.captures.flatMap((id) => desk.state.row('capture', id) ?? []);
  return {
    id: order.id,
    status: order.status,
    custom_id: order.units[0]?.custom_id,
    invoice_id: order.units[0]?.invoice_id,
    create_time: order.createdAt,
    captures: captures.map((capture) => ({
      id: capture.id,
      status: capture.status,
      amount: capture.amount,
      refunded: fromMinor(refundedSum(desk, capture), capture.amount.currency_code),
    })),
  };
};
