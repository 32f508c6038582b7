import { randomBytes } from 'node:crypto';
import { fingerprint, hasFingerprint, sameBody } from '../../../../functions/kit/store/idempotency.ts';
import { keyedHash } from '../../../../functions/kit/crypto/tokens.ts';

const key = () => randomBytes(32).toString('base64');
const ring = { current: 'k1', keys: { k1: key() } };
const print = (text: string) => `k1.${keyedHash(ring, 'fingerprint', text, 'k1').toString('base64url')}`;
const kept = { id: 'r', result: 'o', expiresAt: 0, fingerprint: print('[["a",1],["b",2]]') };

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

  it('proves nothing once its key is retired: the body counts as another one', () => {
    expect(sameBody({ current: 'k2', keys: { k2: key() } }, kept, { a: 1, b: 2 })).toBe(false);
    expect(sameBody(ring, { ...kept, fingerprint: '' }, { a: 1, b: 2 })).toBe(false);
    expect(sameBody(ring, { ...kept, fingerprint: '__proto__.x' }, { a: 1, b: 2 })).toBe(false);
  });

  it('for one use is another than for any other, and another under another key', () => {
    const body = { email: 'ann@example.com' };
    expect(fingerprint(ring, 'form', body)).not.toBe(fingerprint(ring, 'fingerprint', body));
    expect(hasFingerprint(ring, 'fingerprint', fingerprint(ring, 'form', body), body)).toBe(false);
    expect(hasFingerprint(ring, 'form', fingerprint(ring, 'form', body), body)).toBe(true);
    const elsewhere = { current: 'k1', keys: { k1: key() } };
    expect(fingerprint(elsewhere, 'form', body)).not.toBe(fingerprint(ring, 'form', body));
  });
});
