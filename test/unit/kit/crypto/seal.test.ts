import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { seal, unseal, type Place } from '../../../../functions/kit/crypto/seal.ts';

const key = randomBytes(32);
const place: Place = { table: 'people.persons', item: 'person-1', field: 'email', purpose: 'contact' };
const sealed = (text: string): Uint8Array => seal(key, randomBytes(12), place, text);

describe('a sealed value', () => {
  it('opens to the very text, in any script', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(fc.property(text, (plain) => expect(unseal(key, place, sealed(plain))).toBe(plain)));
  });

  it('does not show the text, and is another one each time', () => {
    const [one, other] = [sealed('jane@example.com'), sealed('jane@example.com')];
    expect(Buffer.from(one).toString('latin1')).not.toContain('jane');
    expect(Buffer.compare(one, other)).not.toBe(0);
    expect(one).toHaveLength(1 + 12 + 16 + 'jane@example.com'.length);
  });

  it.each(['table', 'item', 'field', 'purpose'] as const)('does not open with another %s', (part) => {
    expect(() => unseal(key, { ...place, [part]: 'another' }, sealed('text'))).toThrow();
  });

  it('tells places apart whose names run into each other', () => {
    const value = seal(key, randomBytes(12), { ...place, table: 'a', item: 'bc' }, 'text');
    expect(() => unseal(key, { ...place, table: 'ab', item: 'c' }, value)).toThrow();
  });

  it('does not open with another key', () => {
    expect(() => unseal(randomBytes(32), place, sealed('text'))).toThrow();
  });

  it('does not open with a single bit changed', () => {
    const value = sealed('text');
    for (let bit = 0; bit < value.length * 8; bit += 1) {
      const changed = Buffer.from(value);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => unseal(key, place, changed)).toThrow();
    }
  });

  it('does not open when it is cut short or goes on', () => {
    for (const text of ['', 'text']) {
      const value = sealed(text);
      for (let length = 0; length < value.length; length += 1)
        expect(() => unseal(key, place, value.slice(0, length))).toThrow();
      expect(() => unseal(key, place, Buffer.concat([value, Buffer.of(0)]))).toThrow();
    }
  });

  it('needs a nonce of twelve bytes and a key of thirty-two', () => {
    for (const bytes of [0, 11, 13, 16]) expect(() => seal(key, randomBytes(bytes), place, 'text')).toThrow(RangeError);
    expect(() => seal(randomBytes(16), randomBytes(12), place, 'text')).toThrow();
  });
});
