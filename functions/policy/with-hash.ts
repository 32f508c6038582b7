import { createHash } from 'node:crypto';

/** Returns a text with the SHA-256 of its UTF-8 bytes in hex: what was shown can be proven later. */
export const withHash = (text: string): { text: string; hash: string } => ({
  text,
  hash: createHash('sha256').update(text).digest('hex'),
});
