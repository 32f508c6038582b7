import { keyedHash, type KeyRing } from '../kit/crypto/tokens.ts';
import type { Place } from '../kit/crypto/seal.ts';

/** A PIN of a card, as its issuer wrote it. */
export type Pin = { sku: string; pin: string };

const form = /^[0-9A-Za-z][0-9A-Za-z -]{2,62}[0-9A-Za-z]$/;

/**
 * Returns whether a text can be a PIN: 4 to 64 letters, digits, blanks and hyphens, with no blank or hyphen at its
 * ends.
 */
export const isPin = (text: string): boolean => form.test(text);

/**
 * Returns the key id under which PINs are recognised: the first of the ring in lexical order. It has to stay the same
 * for ever, or a PIN that was sold years ago could be loaded and sold again; so this key is never retired, and the ids
 * of later keys come after it.
 */
export const recognisingKey = (ring: KeyRing): string => {
  const [first] = Object.keys(ring.keys).sort();
  if (first === undefined) throw new Error('the key ring is empty');
  return first;
};

const shortened = (hash: Buffer): string => hash.subarray(0, 16).toString('base64url');

/**
 * Returns the id of a PIN within its card: the same PIN always has the same id, with or without blanks and hyphens,
 * and nobody without the key can tell the PIN from it. A PIN is unique within its card, which is what one conditional
 * write can decide; issuers of different cards may use the same digits.
 */
export const pinId = (ring: KeyRing, { sku, pin }: Pin): string =>
  shortened(keyedHash(ring, 'pin', `${sku}\n${pin.replace(/[ -]/g, '')}`, recognisingKey(ring)));

/**
 * Returns the id of a batch of PINs: the same PINs in the same order are the same batch, so that a load can be
 * repeated.
 */
export const batchId = (ring: KeyRing, pins: readonly Pin[]): string =>
  shortened(
    keyedHash(ring, 'pin-batch', pins.map(({ sku, pin }) => `${sku}\n${pin}`).join('\n'), recognisingKey(ring)),
  );

/**
 * Returns the id of a batch that came with a request of its own name: the same request is the same batch, whatever PINs it
 * holds; `batchId` tells those.
 */
export const requestBatchId = (ring: KeyRing, request: string): string =>
  shortened(keyedHash(ring, 'pin-batch-request', request, recognisingKey(ring)));

/** The KMS key that wraps the data keys of batches, and the purpose that a sealed PIN is bound to. */
export const purpose = 'pins';

/** Returns the place that a sealed PIN is bound to: moved to another row it does not open. */
export const placeOf = (sku: string, id: string): Place => ({
  table: 'pins.pins',
  item: `${sku}/${id}`,
  field: 'pin',
  purpose,
});
