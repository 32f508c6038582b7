import { createHmac, timingSafeEqual } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const stepSeconds = 30;

/** Returns bytes as Base32 (RFC 4648), without padding. */
export const base32 = (bytes: Uint8Array): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[parseInt(five.padEnd(5, '0'), 2)]).join('');
};

const bytesOf = (text: string): Buffer => {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
};

const codeOf = (secret: string, counter: number): string => {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const hash = createHmac('sha1', bytesOf(secret)).update(message).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
};

/** Returns the code that an authenticator shows at a time (RFC 6238: SHA-1, 30 seconds, six digits). */
export const totp = (secret: string, now: number): string => codeOf(secret, Math.floor(now / 1000 / stepSeconds));

/** Returns the step whose code this is: that of now, the one before, or the one after; undefined for any other code. */
export const stepOf = (secret: string, code: string, now: number): number | undefined => {
  const current = Math.floor(now / 1000 / stepSeconds);
  if (!/^\d{6}$/.test(code)) return undefined;
  const same = (counter: number) => timingSafeEqual(Buffer.from(codeOf(secret, counter)), Buffer.from(code));
  return [current, current - 1, current + 1].find(same);
};
