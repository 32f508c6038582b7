import { createHash } from 'node:crypto';
import type { Call } from 'local-cloud/stand-in';
import { refuse, refuseStatus, type Outcome } from './outcomes.ts';
import type { Route } from './routes.ts';
import type { StandIn } from './stand-in.ts';
import type { ResponseRow } from './state.ts';

/** A call with a PayPal-Request-Id: the same path and id are the same call, the fingerprint tells its body. */
export type RequestKey = { id: string; fingerprint: string; keptMs: number };

/** Returns what names a call by its PayPal-Request-Id, where it has one and its route honours it. */
export const requestKey = ({ headers, path, body }: Call, { keptMs }: Route): RequestKey | undefined => {
  const requestId = headers['paypal-request-id'];
  if (keptMs === undefined || typeof requestId !== 'string') return undefined;
  return { id: `${path} ${requestId}`, fingerprint: createHash('sha256').update(String(body)).digest('hex'), keptMs };
};

/** Returns the response that the call had before, or the refusal of its id for another body; undefined for a new call. */
export const responseBefore = (paypal: StandIn, key: RequestKey): Outcome | undefined => {
  const before = paypal.state.row('response', key.id);
  if (before === undefined || before.until <= paypal.now().getTime()) return undefined;
  if (before.fingerprint !== key.fingerprint) return refuse('DUPLICATE_REQUEST_ID');
  return { status: before.status, body: before.body };
};

/**
 * Returns the row by which the call gets the same response again, for definite outcomes. A call that came too early (404, or an
 * order not yet approved) or was not understood (400) is not kept: it may succeed when it is made again.
 */
export const responseRows = (paypal: StandIn, key: RequestKey, { status, body }: Outcome): ResponseRow[] => {
  const early = JSON.stringify(body['details'] ?? '').includes('"ORDER_NOT_APPROVED"');
  if (early || (status >= 300 && status !== 422)) return [];
  const { id, fingerprint, keptMs } = key;
  return [{ kind: 'response', id, fingerprint, status, body, until: paypal.now().getTime() + keptMs }];
};

/** Returns what the sandbox's PayPal-Mock-Response header asks for in place of the true outcome; undefined when it is absent. */
export const mockedOutcome = (header: string | string[] | undefined): Outcome | undefined => {
  if (header === undefined) return undefined;
  const [, code] = /^\s*\{\s*"mock_application_codes"\s*:\s*\[?\s*"([A-Z_]+)"/.exec(String(header)) ?? [];
  if (code === undefined) return refuse('INVALID_PARAMETER_SYNTAX', { field: 'PayPal-Mock-Response' });
  return /^INTERNAL_SERV(ER|ICE)_ERROR$/.test(code) ? refuseStatus(500) : refuse(code);
};
