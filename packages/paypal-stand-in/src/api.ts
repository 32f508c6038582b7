import { setTimeout } from 'node:timers/promises';
import type { Call, Reply } from 'local-cloud/stand-in';
import { refuse, refuseStatus, responseOf, type Outcome } from './outcomes.ts';
import { mockedOutcome, requestKey, responseBefore, responseRows, type RequestKey } from './request-headers.ts';
import { routeOf, type Route } from './routes.ts';
import { inputOf } from './multipart.ts';
import type { StandIn } from './stand-in.ts';
import { tokenRefusal } from './tokens.ts';

const spoilt: Reply = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<html><body>We&rsquo;ll be back',
};

/** Returns PayPal's API: everything under /v1, /v2 and /v3, late or spoilt as the faults say. */
export const apiOf = (paypal: StandIn, closing: AbortSignal) => {
  const { faults } = paypal;
  const underWay = new Set<string>();
  const late = async (reply: Reply, more = 0): Promise<Reply> => {
    const ms = more + (faults.set.delayMs ?? 0);
    if (ms > 0) await setTimeout(ms, undefined, { signal: closing });
    return reply;
  };

  const routed = async (call: Call, route: Route, id: string, key?: RequestKey): Promise<Reply> => {
    const delay = route.delayed && faults.set[route.delayed];
    if (route.hidden && faults.take(route.hidden)) return late(responseOf(refuse('INVALID_RESOURCE_ID')), delay);
    const outcome = (key && responseBefore(paypal, key)) ?? run(paypal, call, route, id, key);
    const isCut = outcome.status < 300 && route.dropped !== undefined && faults.take(route.dropped);
    return late(isCut ? 'cut' : responseOf(outcome), delay);
  };

  return async (call: Call): Promise<Reply> => {
    if (faults.take('failTimes')) return late(responseOf(refuseStatus(faults.set.failStatus ?? 503)));
    if (faults.set.nonsense === true) return late(spoilt);
    const found = routeOf(call.method, call.path);
    if (typeof found === 'number') return late(responseOf(refuseStatus(found)));
    const refusal = found.route.isTokenCall ? undefined : tokenRefusal(paypal, call.headers.authorization);
    if (refusal !== undefined) return late(responseOf(refusal));
    const key = requestKey(call, found.route);
    if (key === undefined) return routed(call, found.route, found.id);
    if (underWay.has(key.id)) return late(responseOf(refuse('PREVIOUS_REQUEST_IN_PROGRESS')));
    underWay.add(key.id);
    return routed(call, found.route, found.id, key).finally(() => underWay.delete(key.id));
  };
};

/** Does a call and stores what it changes, its response with it, in one step. */
const run = (paypal: StandIn, call: Call, route: Route, id: string, key?: RequestKey): Outcome => {
  const mocked = route.keptMs === undefined ? undefined : mockedOutcome(call.headers['paypal-mock-response']);
  if (mocked !== undefined) return mocked;
  const raw = String(call.body);
  const hasJson = call.method === 'POST' && route.isTokenCall === undefined;
  const media = call.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const isForm = route.takesParts === true && media === 'multipart/form-data';
  if (hasJson && !isForm && media !== 'application/json') return refuseStatus(415);
  const text = isForm ? inputOf(raw, String(call.headers['content-type'])) : raw;
  const body = hasJson && text.trim() !== '' ? parsed(text) : undefined;
  if (body === malformed) return refuse('MALFORMED_REQUEST_JSON');
  const whole = /return=representation/i.test(String(call.headers['prefer']));
  const { authorization = '' } = call.headers;
  const request = { id, body, raw, whole, authorization, isRepeatable: key !== undefined };
  const outcome = route.run(paypal, { ...request, query: new URLSearchParams(call.query) });
  paypal.commit([...(outcome.rows ?? []), ...(key ? responseRows(paypal, key, outcome) : [])]);
  return outcome;
};

const malformed = Symbol('malformed');

const parsed = (raw: string): unknown => {
  try {
    return JSON.parse(raw);
  } catch {
    return malformed;
  }
};
