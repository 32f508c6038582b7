import fc from 'fast-check';
import { amountIssue, fromMinor, toMinor } from '../../src/money.ts';

describe('amounts', () => {
  it('are the same after minor units and back', () => {
    const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'HUF', 'TWD');
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 99_999_999_999_999_999n }), currency, (minor, code) => {
        const money = fromMinor(minor, code);
        expect(toMinor(money)).toBe(minor);
        expect(amountIssue(money)).toBeUndefined();
      }),
    );
  });

  it('may be nought where a part of a sum is meant, and never less', () => {
    expect(amountIssue({ currency_code: 'USD', value: '0.00' }, true)).toBeUndefined();
    expect(amountIssue({ currency_code: 'USD', value: '-0.01' }, true)).toBe('CANNOT_BE_NEGATIVE');
  });
});
