import { randomBytes } from 'node:crypto';
import { sameBody } from '../../../functions/kit/idempotency.ts';
import { keyedHash } from '../../../functions/kit/tokens.ts';

const key = () => randomBytes(32).toString('base64');
const ring = { current: 'k1', keys: { k1: key() } };
const print = (text: string) => `k1.${keyedHash(ring, 'fingerprint', text, 'k1').toString('base64url')}`;
const kept = { id: 'r', made: 'o', expiresAt: 0, fingerprint: print('[["a",1],["b",2]]') };

describe('the fingerprint of a body', () => {
  it('is the same whatever the order of its fields, and another for another value', () => {
    expect(sameBody(ring, kept, { b: 2, a: 1 })).toBe(true);
    expect(sameBody(ring, kept, { a: 1, b: 3 })).toBe(false);
  });

  it('is judged by the key it was made with, after another has become current', () => {
    const rotated = { current: 'k2', keys: { ...ring.keys, k2: key() } };
    expect(sameBody(rotated, kept, { a: 1, b: 2 })).toBe(true);
    expect(sameBody(rotated, kept, { a: 2, b: 2 })).toBe(false);
  });

  it('cannot be judged once its key is retired, and then the answer is the one of before', () => {
    expect(sameBody({ current: 'k2', keys: { k2: key() } }, kept, { a: 2 })).toBe(true);
  });
});
