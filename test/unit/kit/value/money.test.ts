import fc from 'fast-check';
import {
  decimals,
  formatMoney,
  isCurrency,
  parseMoney,
  sameMoney,
  sum,
  times,
  type Currency,
} from '../../../../functions/kit/value/money.ts';
import { isRefusal } from '../../../../functions/kit/value/result.ts';

const currency = fc.constantFrom(...(Object.keys(decimals) as Currency[]));
const anyMoney = fc.record({ amount: fc.integer({ min: 0, max: 99_999_999_999_999 }), currency });

describe('money as text', () => {
  it.each([
    ['10.00', 'USD', 1000],
    ['0.05', 'EUR', 5],
    ['0.00', 'USD', 0],
    ['1000', 'JPY', 1000],
    ['0', 'JPY', 0],
    ['1.005', 'KWD', 1005],
  ] as const)('%s %s is %d minor units, there and back', (text, code, units) => {
    expect(parseMoney(text, code)).toEqual({ amount: units, currency: code });
    expect(formatMoney({ amount: units, currency: code })).toEqual({ amount: text, currency: code });
  });

  it('has the decimals that each currency has', () => {
    const of = (places: number) =>
      Object.entries(decimals)
        .filter(([, each]) => each === places)
        .map(([code]) => code);
    expect(of(0)).toEqual(['HUF', 'JPY', 'TWD']);
    expect(of(3)).toEqual(['BHD', 'KWD', 'TND']);
    expect(of(2).join(' ')).toBe('AUD BRL CAD CHF CZK DKK EUR GBP HKD ILS MXN NOK NZD PHP PLN SEK SGD THB USD');
  });

  it.each([
    ['500', 'HUF', 500],
    ['30', 'TWD', 30],
    ['1.234', 'BHD', 1234],
    ['0.001', 'TND', 1],
  ] as const)('%s %s is %d minor units, and another number of decimals is no amount', (text, code, units) => {
    expect(parseMoney(text, code)).toEqual({ amount: units, currency: code });
    expect(formatMoney({ amount: units, currency: code })).toEqual({ amount: text, currency: code });
    expect(isRefusal(parseMoney('5.00', code))).toBe(true);
  });

  it('reads what it writes, exactly, in every currency', () => {
    fc.assert(
      fc.property(anyMoney, (money) => {
        const text = formatMoney(money);
        expect(parseMoney(text.amount, text.currency)).toEqual(money);
        expect(text.amount.split('.')[1]?.length ?? 0).toBe(decimals[money.currency]);
      }),
    );
  });

  it('reads nothing but what it writes: no other text is the same amount', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0019.,-+e '), maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(digits, fc.string()), currency, (text, code) => {
        const money = parseMoney(text, code);
        if (!isRefusal(money)) expect(formatMoney(money).amount).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['10', 'USD'], ['10.0', 'USD'], ['10.000', 'USD'], ['10.00', 'JPY'], ['1.00', 'KWD'], ['010.00', 'USD'],
    ['-1.00', 'USD'], ['+1.00', 'USD'], ['1e2', 'JPY'], ['1,000.00', 'USD'], [' 1.00', 'USD'], ['1.00\n', 'USD'],
    ['.50', 'USD'], ['', 'USD'], ['NaN', 'JPY'], ['١٠', 'JPY'], ['9999999999999999', 'JPY'],
    ['1.00', 'XXX'], ['1.00', 'usd'], ['1.00', '__proto__'], ['1.00', 'toString'],
  ])('refuses %j in %s', (text, code) => {
    expect(parseMoney(text, code)).toEqual({ refused: 'not-an-amount' });
  }); // prettier-ignore

  it('knows its currencies by their own names only', () => {
    expect(['USD', 'JPY'].map(isCurrency)).toEqual([true, true]);
    expect(['usd', '', 'constructor', '__proto__'].map(isCurrency)).toEqual([false, false, false, false]);
  });
});

describe('reckoning with money', () => {
  it('multiplies as it adds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        currency,
        fc.integer({ min: 0, max: 90 }),
        (units, code, quantity) => {
          const price = { amount: units, currency: code };
          expect(times(price, quantity)).toEqual(sum(Array<typeof price>(quantity).fill(price), code));
        },
      ),
    );
  });

  it('adds in any order to the same sum, and nothing to zero', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e12 })), currency, (units, code) => {
        const amounts = units.map((each) => ({ amount: each, currency: code }));
        expect(sum(amounts, code)).toEqual(sum([...amounts].reverse(), code));
        expect(sum(amounts, code).amount).toBe(Number(units.reduce((all, each) => all + BigInt(each), 0n)));
      }),
    );
    expect(sum([], 'JPY')).toEqual({ amount: 0, currency: 'JPY' });
  });

  it('never mixes currencies', () => {
    const mixed = [{ amount: 1, currency: 'USD' }, { amount: 1, currency: 'EUR' }] as const; // prettier-ignore
    expect(() => sum(mixed, 'USD')).toThrow(RangeError);
    expect(() => sum([mixed[0]], 'EUR')).toThrow(RangeError);
  });

  it('rather throws than be wrong by a unit', () => {
    const most = { amount: Number.MAX_SAFE_INTEGER, currency: 'USD' } as const;
    expect(times(most, 1)).toEqual(most);
    expect(() => times(most, 2)).toThrow(RangeError);
    expect(() => sum([most, { amount: 1, currency: 'USD' }], 'USD')).toThrow(RangeError);
    for (const quantity of [0.5, -1, NaN, Infinity])
      expect(() => times({ amount: 1000, currency: 'USD' }, quantity)).toThrow(RangeError);
  });

  it('is equal in amount and currency', () => {
    fc.assert(
      fc.property(anyMoney, anyMoney, (a, b) => {
        expect(sameMoney(a, { ...a })).toBe(true);
        expect(sameMoney(a, b)).toBe(a.amount === b.amount && a.currency === b.currency);
        expect(sameMoney(a, { ...a, amount: a.amount + 1 })).toBe(false);
      }),
    );
    expect(sameMoney({ amount: 1, currency: 'USD' }, { amount: 1, currency: 'EUR' })).toBe(false);
  });
});
