import type { Courier } from './courier.ts';
import type { Desk } from './desk.ts';
import { json } from './exchange.ts';
import type { Call, Reply } from './exchange.ts';
import { fromMinor } from './money.ts';
import { refundedSum } from './refunds.ts';
import { refuse, refuseStatus } from './refusals.ts';
import type { OrderRow } from './rows.ts';
import { expireTokens } from './tokens.ts';

/** What PayPal does not have: faults, and lists of orders, events and deliveries, for people and tests. `sweep` lets faults take hold. */
export const answerControl = (desk: Desk, courier: Courier, call: Call, sweep: () => void): Reply => {
  const path = call.url.pathname;
  const read = call.method === 'GET';
  if (path === '/_faults') return answerFaults(desk, call, sweep);
  if (path === '/_orders' && read)
    return json(
      200,
      desk.state.rows('order').map((order) => listed(desk, order)),
    );
  if (path === '/_deliveries' && read) {
    return json(
      200,
      desk.state.rows('attempt').map(({ kind: _kind, ...attempt }) => attempt),
    );
  }
  if (path === '/_events' && read) {
    return json(
      200,
      desk.state.rows('event').map(({ id, orderId, event }) => ({ id, orderId, type: event.event_type })),
    );
  }
  const [, eventId] = /^\/_deliveries\/([^/]+)\/resend$/.exec(path) ?? [];
  if (eventId === undefined || call.method !== 'POST') return json(404, refuseStatus(404).body);
  const event = desk.state.row('event', eventId);
  if (event === undefined) return json(404, refuse('INVALID_RESOURCE_ID').body);
  courier.resend(event);
  return json(202, { id: eventId });
};

const answerFaults = (desk: Desk, call: Call, sweep: () => void): Reply => {
  if (call.method === 'DELETE') desk.faults.clear();
  else if (call.method === 'POST') {
    const input = parsed(call.body.toString());
    const wrong = desk.faults.merge(input);
    if (wrong !== undefined) return json(400, { message: wrong });
    if ((input as { expireTokens?: unknown }).expireTokens === true) expireTokens(desk);
  } else if (call.method !== 'GET') return json(405, refuseStatus(405).body);
  sweep();
  return json(200, desk.faults.set);
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

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
