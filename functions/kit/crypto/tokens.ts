import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';

/** Signing keys by key id, base64; `current` signs, every listed key verifies. */
export const KeyRing = z.object({ current: z.string(), keys: z.record(z.string(), z.string()) });
export type KeyRing = z.infer<typeof KeyRing>;

const keyOf = (ring: KeyRing, id: string): Buffer | undefined =>
  Object.hasOwn(ring.keys, id) ? Buffer.from(ring.keys[id] as string, 'base64') : undefined;

/** Returns an HMAC-SHA256 under a key of the ring, bound to a use; the current key unless another id is named. */
export const keyedHash = (ring: KeyRing, use: string, value: string, id = ring.current): Buffer => {
  const key = keyOf(ring, id);
  if (!key) throw new Error('the key ring has no such key');
  return createHmac('sha256', key).update(`${use}\n${value}`).digest();
};

/**
 * Signs a token for one purpose and subject, good until `expires` (epoch seconds). It never verifies for another purpose,
 * nor for another subject. Form: key id, expiry, signature;
 * the subject is not in it. The same arguments give the same token.
 */
export const signToken = (ring: KeyRing, purpose: string, subject: string, expires: number): string =>
  `${ring.current}.${expires.toString(36)}.${keyedHash(ring, `token:${purpose}:${expires}`, subject).toString('base64url')}`;

/**
 * Returns whether a token was signed by a key of the ring for this purpose and subject and has not expired at `now`.
 */
export const verifyToken = (ring: KeyRing, purpose: string, subject: string, token: string, now: Date): boolean => {
  const [id, expiry, signature, ...rest] = token.split('.');
  if (!id || !expiry || !signature || rest.length || !keyOf(ring, id) || !/^[1-9a-z][0-9a-z]{0,8}$/.test(expiry))
    return false;
  const expires = parseInt(expiry, 36);
  const expected = keyedHash(ring, `token:${purpose}:${expires}`, subject, id);
  const shown = Buffer.from(signature, 'base64url');
  if (shown.toString('base64url') !== signature || shown.length !== expected.length) return false;
  return timingSafeEqual(shown, expected) && now.getTime() < expires * 1000;
};
