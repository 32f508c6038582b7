import { createHash } from 'node:crypto';
import type { Desk } from './desk.ts';
import { refuse, type Outcome } from './refusals.ts';
import type { AnswerRow } from './rows.ts';

const hour = 3_600_000;

/** How long PayPal keeps a PayPal-Request-Id: six hours for Orders, 45 days for Payments. */
export const keptFor = { orders: 6 * hour, payments: 45 * 24 * hour } as const;

/** A call with a PayPal-Request-Id: the same path and id are the same call. */
export type Once = {
  id: string;
  fingerprint: string;
  life: number;
};

/** Names a call by its path and PayPal-Request-Id, and its body by a hash. */
export const once = (path: string, requestId: string, body: string, life: number): Once => {
  return { id: `${path} ${requestId}`, fingerprint: createHash('sha256').update(body).digest('hex'), life };
};

/** The answer that the call was given before, or the refusal of its id for another body; undefined for a new call. */
export const replay = (desk: Desk, call: Once): Outcome | undefined => {
  const before = desk.state.row('answer', call.id);
  if (before === undefined || before.until <= desk.ports.now().getTime()) return undefined;
  if (before.fingerprint !== call.fingerprint) return refuse('DUPLICATE_REQUEST_ID');
  return { status: before.status, body: before.body };
};

/**
 * The row that lets the call be answered alike again, for definite outcomes. A call that came too early (404, or an order
 * not yet approved) or was not understood (400) is not kept: it may succeed when it is made again.
 */
export const keep = (desk: Desk, call: Once, { status, body }: Outcome): AnswerRow[] => {
  const early = JSON.stringify(body['details'] ?? '').includes('"ORDER_NOT_APPROVED"');
  if (early || (status >= 300 && status !== 422)) return [];
  const until = desk.ports.now().getTime() + call.life;
  return [{ kind: 'answer', id: call.id, fingerprint: call.fingerprint, status, body, until }];
};
