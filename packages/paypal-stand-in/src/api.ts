import { setTimeout } from 'node:timers/promises';
import type { Call, Reply } from 'local-cloud/stand-in';
import type { Chain } from './certificates.ts';
import type { Courier } from './courier.ts';
import type { Desk } from './desk.ts';
import { debugId } from './ids.ts';
import { mockedAnswer } from './mock-response.ts';
import { paypalJson } from './paypal-json.ts';
import { refuse, refuseStatus } from './refusals.ts';
import type { Outcome } from './refusals.ts';
import { keep, once, replay } from './request-ids.ts';
import { routeOf } from './routes.ts';
import type { Route } from './routes.ts';
import { issueToken, tokenRefusal } from './tokens.ts';

/** PayPal's API: everything under /v1 and /v2. */
export class Api {
  readonly #desk: Desk;
  readonly #chain: Chain;
  readonly #courier: Courier;
  readonly #closing: AbortSignal;
  readonly #inProgress = new Set<string>();

  constructor(desk: Desk, chain: Chain, courier: Courier, closing: AbortSignal) {
    this.#desk = desk;
    this.#chain = chain;
    this.#courier = courier;
    this.#closing = closing;
  }

  /** The answer to a call, late or spoilt as the faults say. */
  async answer(call: Call): Promise<Reply> {
    const { failStatus = 503, delayMs = 0, nonsense } = this.#desk.faults.set;
    if (this.#desk.faults.take('failTimes')) return this.#late(this.#reply(refuseStatus(failStatus)), delayMs);
    const html = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html><body>We&rsquo;ll be back' };
    if (nonsense === true) return this.#late(html, delayMs);
    if (call.path === '/v1/oauth2/token') return this.#late(this.#token(call), delayMs);
    const found = routeOf(call.method, call.path);
    if (typeof found === 'number') return this.#late(this.#reply(refuseStatus(found)), delayMs);
    const refusal = tokenRefusal(this.#desk, call.headers.authorization);
    if (refusal !== undefined) return this.#late(this.#reply(refusal), delayMs);
    return this.#called(call, found.route, found.id);
  }

  #token(call: Call): Reply {
    if (call.method !== 'POST') return this.#reply(refuseStatus(405));
    const form = new URLSearchParams(String(call.body));
    const outcome = issueToken(this.#desk, call.headers.authorization, form);
    this.#courier.commit(outcome.rows ?? []);
    return this.#reply(outcome);
  }

  async #called(call: Call, route: Route, id: string): Promise<Reply> {
    if (route.name === 'capture' && this.#desk.faults.take('hideCaptureCall')) {
      return this.#finished(route, refuse('INVALID_RESOURCE_ID'));
    }
    const requestId = call.headers['paypal-request-id'];
    const single = route.life !== undefined && typeof requestId === 'string';
    const key = single ? once(call.path, requestId, String(call.body), route.life ?? 0) : undefined;
    if (key === undefined) return this.#finished(route, this.#run(call, route, id));
    if (this.#inProgress.has(key.id)) return this.#reply(refuse('PREVIOUS_REQUEST_IN_PROGRESS'));
    this.#inProgress.add(key.id);
    try {
      const run = () => this.#run(call, route, id, (outcome) => keep(this.#desk, key, outcome));
      return await this.#finished(route, replay(this.#desk, key) ?? run());
    } finally {
      this.#inProgress.delete(key.id);
    }
  }

  /** Does what is asked and stores it, the answer with it, in one step. */
  #run(call: Call, route: Route, id: string, kept: (outcome: Outcome) => ReturnType<typeof keep> = () => []): Outcome {
    const mocked = route.life === undefined ? undefined : mockedAnswer(call.headers['paypal-mock-response']);
    if (mocked !== undefined) return mocked;
    const raw = String(call.body);
    const media = (call.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
    if (route.method === 'POST' && media !== 'application/json') return refuseStatus(415);
    const body = parsed(raw);
    if (body === malformed) return refuse('MALFORMED_REQUEST_JSON');
    const prefer = /return=representation/i.test(String(call.headers['prefer'])) ? 'representation' : 'minimal';
    const outcome = this.#stamped(
      route.run(this.#desk, { id, body, raw, prefer, chain: this.#chain, query: new URLSearchParams(call.query) }),
    );
    this.#courier.commit([...(outcome.rows ?? []), ...kept(outcome)]);
    return outcome;
  }

  async #finished(route: Route, outcome: Outcome): Promise<Reply> {
    const { delayMs = 0, createAnswerDelayMs = 0 } = this.#desk.faults.set;
    const done = outcome.status < 300;
    const cut =
      (route.name === 'create' && done && this.#desk.faults.take('dropAfterCreate')) ||
      (route.name === 'capture' && done && this.#desk.faults.take('dropAfterCapture'));
    const wait = delayMs + (route.name === 'create' ? createAnswerDelayMs : 0);
    return this.#late(cut ? 'cut' : this.#reply(outcome), wait);
  }

  async #late(reply: Reply, ms: number): Promise<Reply> {
    if (ms > 0) await setTimeout(ms, undefined, { signal: this.#closing });
    return reply;
  }

  #reply(outcome: Outcome): Reply {
    const { status, body } = this.#stamped(outcome);
    const id = typeof body['debug_id'] === 'string' ? body['debug_id'] : debugId(this.#desk.ports.random);
    return paypalJson(status, body, { 'paypal-debug-id': id });
  }

  /** PayPal's errors carry the id under which the call is found in its logs. */
  #stamped(outcome: Outcome): Outcome {
    if (typeof outcome.body['name'] !== 'string' || 'debug_id' in outcome.body) return outcome;
    return { ...outcome, body: { ...outcome.body, debug_id: debugId(this.#desk.ports.random) } };
  }
}

const malformed = Symbol('malformed');

const parsed = (raw: string): unknown => {
  if (raw.trim() === '') return undefined;
  try {
    return JSON.parse(raw);
  } catch {
    return malformed;
  }
};
