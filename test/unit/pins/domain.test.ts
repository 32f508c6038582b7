import fc from 'fast-check';
import { choose, demand, rolls } from '../../../functions/pins/domain.ts';

const roll = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const lines = fc.array(
  fc.record({ sku: fc.constantFrom('A1', 'B2', 'C3'), quantity: fc.integer({ min: 1, max: 9 }) }),
  {
    maxLength: 8,
  },
);

describe('the choice of PINs', () => {
  it('takes as many different candidates as are wanted', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 30 }),
        fc.array(roll, { maxLength: 9 }),
        (all, dice) => {
          fc.pre(dice.length <= all.length);
          const chosen = choose(all, dice);
          expect(new Set(chosen).size).toBe(dice.length);
          expect(all).toEqual(expect.arrayContaining(chosen));
        },
      ),
    );
  });

  it('can reach every candidate', () => {
    const all = ['a', 'b', 'c', 'd'];
    expect(all.map((_, n) => choose(all, [n / 4])[0])).toEqual(all);
  });

  it('refuses to choose more than there are', () => {
    expect(() => choose(['a'], [0, 0])).toThrow(RangeError);
  });
});

describe('the demand of an order', () => {
  it('adds up lines of one card, loses none, and is ordered by SKU', () => {
    fc.assert(
      fc.property(lines, (wanted) => {
        const result = demand(wanted);
        const skus = result.map(({ sku }) => sku);
        expect(skus).toEqual([...new Set(wanted.map(({ sku }) => sku))].sort());
        for (const { sku, quantity } of result)
          expect(quantity).toBe(
            wanted.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.quantity, 0),
          );
      }),
    );
  });

  it.each([0, -1, 1.5, Number.NaN, 91])('refuses a quantity of %p', (quantity) => {
    expect(() => demand([{ sku: 'A1', quantity }])).toThrow(RangeError);
  });
});

describe('chance', () => {
  it('makes one number in [0, 1) of four bytes', () => {
    expect(rolls(Uint8Array.of(0, 0, 0, 0, 0x80, 0, 0, 0, 0xff, 0xff, 0xff, 0xff))).toEqual([0, 0.5, 1 - 2 ** -32]);
  });
});
