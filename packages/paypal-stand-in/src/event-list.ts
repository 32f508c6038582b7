import { bodyRefusal, found, refuse, refuseStatus, type Outcome } from './outcomes.ts';
import type { Request, StandIn } from './stand-in.ts';
import type { EventRow } from './state.ts';

const mostPerPage = 300;
const keptMs = 30 * 24 * 3_600_000;

const createdAt = ({ event }: EventRow): number => Date.parse(String(event['create_time']));

/** GET /v1/notifications/webhooks-events: the events of the last 30 days, delivered or not, latest first, by time, type and transaction. */
export const listEvents = ({ state, url, now }: StandIn, { query }: Request): Outcome => {
  const size = Number(query.get('page_size') ?? 10);
  const start = Number(query.get('start_index') ?? 0);
  const [from, to] = ['start_time', 'end_time'].map((name) => Date.parse(query.get(name) ?? ''));
  if (!(size >= 1 && size <= mostPerPage) || !(start >= 0)) return refuseStatus(400);
  const [type, transaction] = [query.get('event_type'), query.get('transaction_id')];
  const all = state
    .rows('event')
    .filter((row) => createdAt(row) >= now().getTime() - keptMs)
    .filter((row) => !(createdAt(row) < (from ?? NaN)) && !(createdAt(row) > (to ?? NaN)))
    .filter(({ event }) => type === null || event.event_type === type)
    .filter(({ event }) => transaction === null || (event['resource'] as { id?: string }).id === transaction)
    .reverse();
  const base = `${url}/v1/notifications/webhooks-events`;
  const next = new URLSearchParams(query);
  next.set('start_index', String(start + size));
  const links = [
    { href: `${base}?${query}`, rel: 'self', method: 'GET' },
    ...(all.length > start + size ? [{ href: `${base}?${next}`, rel: 'next', method: 'GET' }] : []),
  ];
  const events = all.slice(start, start + size).map(({ event }) => event);
  return { status: 200, body: { events, count: events.length, links } };
};

/** GET /v1/notifications/webhooks-events/{id}. */
export const readEvent = (paypal: StandIn, { id }: Request): Outcome =>
  found(paypal, paypal.state.row('event', id), (_, { event }) => event);

/** POST …/resend: 202; the event is delivered once more under another transmission id. */
export const resendEvent = (paypal: StandIn, { id, body = {} }: Request): Outcome => {
  const refusal = bodyRefusal('resend', body);
  if (refusal !== undefined) return refusal;
  const row = paypal.state.row('event', id);
  if (row === undefined) return refuse('INVALID_RESOURCE_ID');
  paypal.resend(row);
  return { status: 202, body: row.event };
};
