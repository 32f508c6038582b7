import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { keyedHash, signToken, verifyToken } from '../../../../functions/kit/crypto/tokens.ts';

const key = (letter: string): string => Buffer.alloc(32, letter).toString('base64');
const ring = { current: 'k2', keys: { k1: key('a'), k2: key('b') } };
const expires = 1_800_000_000;
const before = new Date((expires - 1) * 1000);
const good = signToken(ring, 'order', 'order-1', expires);
const verify = (token: string, subject = 'order-1', now = before) => verifyToken(ring, 'order', subject, token, now);

describe('a signed token', () => {
  it('verifies until the second in which it expires, and no longer', () => {
    expect(verify(good)).toBe(true);
    expect(verify(good, 'order-1', new Date(expires * 1000 - 1))).toBe(true);
    expect(verify(good, 'order-1', new Date(expires * 1000))).toBe(false);
  });

  it('verifies for its own subject and purpose alone', () => {
    fc.assert(fc.property(fc.string(), (subject) => expect(verify(good, subject)).toBe(subject === 'order-1')));
    expect(verifyToken(ring, 'unsubscribe', 'order-1', good, before)).toBe(false);
  });

  it('is the same for the same arguments, and does not say its subject', () => {
    expect(signToken(ring, 'order', 'order-1', expires)).toBe(good);
    expect(good).not.toContain('order-1');
    expect(Buffer.from(good.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('order-1');
  });

  it('goes on verifying when another key signs, and no more when its key is retired', () => {
    const rotated = { current: 'k3', keys: { ...ring.keys, k3: key('c') } };
    expect(verifyToken(rotated, 'order', 'order-1', good, before)).toBe(true);
    expect(signToken(rotated, 'order', 'order-1', expires).startsWith('k3.')).toBe(true);
    expect(verifyToken({ current: 'k1', keys: { k1: key('a') } }, 'order', 'order-1', good, before)).toBe(false);
  });

  it('does not verify under the key of another id', () => {
    expect(verify(good.replace('k2.', 'k1.'))).toBe(false);
    expect(verify(good.replace('k2.', '__proto__.'))).toBe(false);
  });

  it('does not live longer by another expiry in it', () => {
    const [id, , signature] = good.split('.');
    expect(verify([id, (expires + 1).toString(36), signature].join('.'))).toBe(false);
  });

  it('has one form: nothing else that is like it verifies', () => {
    const [id, expiry, signature] = good.split('.');
    const like = [
      '', '.', '..', `${good}.`, `${good}.x`, ` ${good}`, `${good}\n`, `${good}=`, `.${good}`,
      [id, `0${expiry}`, signature].join('.'), [id, expiry?.toUpperCase(), signature].join('.'), [id, expiry].join('.'),
      [id, expiry, ''].join('.'), [id, expiry, signature?.slice(0, -1)].join('.'), [id, `-${expiry}`, signature].join('.'),
    ]; // prettier-ignore
    for (const token of like) expect([token, verify(token)]).toEqual([token, false]);
  });

  it('does not verify with any character changed', () => {
    fc.assert(
      fc.property(fc.nat({ max: good.length - 1 }), fc.constantFrom(...'abcXYZ019-_.'), (at, letter) => {
        const token = good.slice(0, at) + letter + good.slice(at + 1);
        expect(verify(token)).toBe(token === good);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused, never thrown at, whatever is sent', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (token) => expect(verify(token)).toBe(false)));
  });
});

describe('a keyed hash', () => {
  it('is HMAC-SHA256 of use and value under the current key, or the one that is named', () => {
    const expected = (letter: string) =>
      createHmac('sha256', Buffer.alloc(32, letter)).update('email\na@b.example').digest();
    expect(keyedHash(ring, 'email', 'a@b.example')).toEqual(expected('b'));
    expect(keyedHash(ring, 'email', 'a@b.example', 'k1')).toEqual(expected('a'));
  });

  it('differs by use', () => {
    expect(keyedHash(ring, 'email', 'x')).not.toEqual(keyedHash(ring, 'pin', 'x'));
  });

  it('throws for a key that the ring does not have, without naming the value', () => {
    expect(() => keyedHash(ring, 'email', 'CANARY', 'k9')).toThrow('the key ring has no such key');
    expect(() => keyedHash(ring, 'email', 'CANARY', 'toString')).toThrow('the key ring has no such key');
  });
});
