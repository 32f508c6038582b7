import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Where a sealed value is kept. The place is additional data of the cipher: moved elsewhere, a value does not open. */
export type Place = { table: string; item: string; field: string; purpose: string };

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

const additionalData = ({ table, item, field, purpose }: Place): Buffer =>
  Buffer.from(JSON.stringify([version, table, item, field, purpose]));

/** Seals a text with AES-256-GCM under a 32-byte data key. Form: version byte, nonce, tag, ciphertext. */
export const seal = (key: Uint8Array, nonce: Uint8Array, place: Place, text: string): Uint8Array => {
  if (nonce.length !== nonceBytes) throw new RangeError('a nonce has 12 bytes');
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(additionalData(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), sealed]);
};

/** Opens what seal made; throws when key, place or a single bit is another. */
export const unseal = (key: Uint8Array, place: Place, sealed: Uint8Array): string => {
  const bytes = Buffer.from(sealed);
  if (bytes[0] !== version) throw new Error('unknown seal version');
  const nonce = bytes.subarray(1, 1 + nonceBytes);
  const tag = bytes.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes);
  // Without the length, the cipher takes a tag cut down to four bytes for a whole one.
  const whole = { authTagLength: tagBytes };
  const open = createDecipheriv('aes-256-gcm', key, nonce, whole).setAAD(additionalData(place)).setAuthTag(tag);
  return Buffer.concat([open.update(bytes.subarray(1 + nonceBytes + tagBytes)), open.final()]).toString('utf8');
};
