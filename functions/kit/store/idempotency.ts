import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { requestDays } from '../contract/held.ts';
import { toItem } from './client.ts';
import { absentOrExpired } from './condition.ts';
import type { Write } from './write.ts';
import type { Ports } from '../ports.ts';
import { daySeconds, seconds } from '../value/time.ts';
import { keyedHash, type KeyRing } from '../crypto/tokens.ts';

/** What is kept of a request for 30 days: a keyed fingerprint of its body and the id of what it made. */
export const RequestItem = z.object({
  id: z.string(),
  fingerprint: z.string(),
  result: z.string(),
  expiresAt: z.int(),
});
export type RequestItem = z.infer<typeof RequestItem>;

const digest = (...parts: string[]) => createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 22);

/** Returns the id of a request by its route, visitor and key: the same key of another visitor is another request. */
export const requestId = (route: string, visitor: string, key: string): string =>
  digest('request', route, visitor, key);

/**
 * Returns the id of what a request makes. It follows from the request, so that a repeated one makes the same thing. A
 * later `round` gives another: what an expired record names may still be there under the first. The record alone makes
 * it one thing.
 */
export const madeId = (request: string, round = 0): string =>
  digest('result', request, ...(round > 0 ? [String(round)] : []));

const canonical = (body: object): string => JSON.stringify(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1)));

/**
 * Returns a keyed fingerprint of what somebody sent: the same for the same fields in any order. Without the key nobody can
 * try out what was sent. A fingerprint for one use says nothing of another.
 */
export const fingerprint = (ring: KeyRing, use: string, body: object, keyId = ring.current): string =>
  `${keyId}.${keyedHash(ring, use, canonical(body), keyId).toString('base64url')}`;

/**
 * Returns whether a fingerprint is that of a body, by the key that was current then. Under a key that has been retired it
 * cannot be told: what is not proven is taken for another body.
 */
export const hasFingerprint = (ring: KeyRing, use: string, kept: string, body: object): boolean => {
  const keyId = kept.split('.')[0] ?? '';
  return Object.hasOwn(ring.keys, keyId) && fingerprint(ring, use, body, keyId) === kept;
};

/** Returns whether a request came with the body that it came with before. */
export const sameBody = (ring: KeyRing, kept: RequestItem, body: object): boolean =>
  hasFingerprint(ring, 'fingerprint', kept.fingerprint, body);

/** Returns the record of a definite outcome, to be put once. */
export const requestWrite = (
  id: string,
  result: string,
  body: object,
  ring: KeyRing,
  table: string,
  ports: Ports,
): Write => ({
  Put: {
    TableName: ports.table(table),
    Item: toItem({
      id,
      result,
      fingerprint: fingerprint(ring, 'fingerprint', body),
      expiresAt: seconds(ports.now()) + requestDays * daySeconds,
    }),
    ConditionExpression: absentOrExpired,
    ExpressionAttributeValues: toItem({ ':now': seconds(ports.now()) }),
  },
});
