import { createHash } from 'node:crypto';
import type { Transmission } from './webhook-headers.ts';

/** One delivery of an event, in digests: what was signed is known by its signature, what was sent by its body. */
export type Delivery = { id: string; signature: string; body: string };

const digest = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('base64url');

/**
 * Returns the delivery that a transmission with this body is. The id holds transmission id and signature: RSA PKCS#1 v1.5 is deterministic,
 * so one key has one signature for one message, and another valid signature under the same transmission id is another delivery.
 */
export const deliveryOf = ({ id, signature }: Transmission, body: Uint8Array): Delivery => {
  const signed = digest(signature);
  return { id: `${id}.${signed}`, signature: signed, body: digest(body) };
};
