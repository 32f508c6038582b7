import fc from 'fast-check';
import {
  limits,
  lineOf,
  merged,
  refusalOf,
  repriced,
  view,
  withoutBought,
  type Cart,
} from '../../../functions/cart/domain.ts';
import { parseMoney, type Currency, type MoneyText } from '../../../functions/kit/value/money.ts';
import { isRefusal } from '../../../functions/kit/value/result.ts';
import { money, product } from '../../builders/cards.ts';

const sku = fc.constantFrom(...'ABCDEFGHIJ').map((letter) => `CARD-${letter}`);
const linesIn = (currency: Currency) =>
  fc.dictionary(
    sku,
    fc.record({
      name: fc.string(),
      quantity: fc.integer({ min: 1, max: limits.quantity }),
      unitPrice: fc.integer({ min: 1, max: 1_000_000 }).map((amount) => money(amount, currency)),
    }),
    { maxKeys: limits.lines },
  );
const lines = linesIn('USD');
const bought = fc.array(fc.record({ sku, quantity: fc.integer({ min: 1, max: limits.quantity }) }), { maxLength: 12 });
const cartOf = (given: Cart['lines'], currency: Cart['currency'] = 'USD'): Cart => ({
  id: 'visitor',
  lines: given,
  currency,
  version: 7,
  open: {},
});
const cartInAnyCurrency = fc
  .constantFrom<Currency>('USD', 'JPY', 'KWD')
  .chain((currency) => linesIn(currency).map((before) => cartOf(before, currency)));
const full = Object.fromEntries(Array.from({ length: limits.lines }, (_, n) => [`CARD-${n}`, lineOf(product('X'), 1)]));

describe('what may go into a cart', () => {
  it('takes a tenth card and refuses an eleventh', () => {
    const { 'CARD-0': _, ...nine } = full;
    expect(refusalOf(cartOf(nine), 'CARD-NEW', product('CARD-NEW'))).toBeUndefined();
    expect(refusalOf(cartOf(full), 'CARD-NEW', product('CARD-NEW'))).toEqual({ refused: 'cart-full' });
  });

  it('lets a card that is in a full cart be set again', () => {
    expect(refusalOf(cartOf(full), 'CARD-3', product('CARD-3'))).toBeUndefined();
  });

  it('refuses a card of another currency', () => {
    expect(refusalOf(cartOf(full), 'CARD-3', product('CARD-3', money(900, 'EUR')))).toEqual({
      refused: 'mixed-currencies',
    });
  });

  it('takes any currency once it is empty', () => {
    expect(refusalOf(cartOf({}, 'JPY'), 'CARD-A', product('CARD-A', money(900, 'EUR')))).toBeUndefined();
  });
});

describe('what was bought leaves the cart', () => {
  it('leaves of each card what was there beyond what was bought, and no line without a card', () => {
    fc.assert(
      fc.property(lines, bought, (before, purchase) => {
        const after = withoutBought(before, purchase);
        for (const [name, { quantity }] of Object.entries(before)) {
          const taken = purchase.filter((each) => each.sku === name).reduce((all, each) => all + each.quantity, 0);
          expect(after[name]?.quantity ?? 0).toBe(Math.max(0, quantity - taken));
        }
        expect(Object.keys(before)).toEqual(expect.arrayContaining(Object.keys(after)));
        expect(Object.values(after).every(({ quantity }) => quantity > 0)).toBe(true);
      }),
    );
  });

  it('leaves names, prices and everything else alone when nothing was bought', () => {
    fc.assert(fc.property(lines, (before) => expect(withoutBought(before, [])).toEqual(before)));
  });

  it('empties a cart of which everything was bought', () => {
    fc.assert(
      fc.property(lines, (before) => {
        const everything = Object.entries(before).map(([name, { quantity }]) => ({ sku: name, quantity }));
        expect(withoutBought(before, everything)).toEqual({});
      }),
    );
  });
});

describe('prices of today', () => {
  it('changes name and price of a line, never its quantity or which lines there are', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 9999 }), (before, price) => {
        const cards = new Map(Object.keys(before).map((name) => [name, product(name, money(price))]));
        for (const [name, now] of Object.entries(repriced(cartOf(before), cards)))
          expect(now).toEqual({ name: `Card ${name}`, unitPrice: money(price), quantity: before[name]?.quantity });
      }),
    );
  });

  it('leaves a line alone whose card is no longer for sale in the currency of the cart', () => {
    fc.assert(
      fc.property(lines, (before) => {
        expect(repriced(cartOf(before), new Map())).toEqual(before);
        const abroad = new Map(Object.keys(before).map((name) => [name, product(name, money(1, 'EUR'))]));
        expect(repriced(cartOf(before), abroad)).toEqual(before);
      }),
    );
  });
});

const units = (shown: MoneyText): number => {
  const parsed = parseMoney(shown.amount, shown.currency);
  if (isRefusal(parsed)) throw new Error('not money');
  return parsed.amount;
};

describe('a cart as it is shown', () => {
  it('is empty, costs nothing and has version 0 where there is no cart', () => {
    expect(view(undefined)).toEqual({ lines: [], total: null, version: 0 });
  });

  it('keeps its version and has no total once it is emptied', () => {
    expect(view(cartOf({}))).toEqual({ lines: [], total: null, version: 7 });
  });

  it('writes money with the decimals of its currency', () => {
    const shown = (currency: Currency) =>
      view(cartOf({ 'CARD-A': { name: 'A', quantity: 3, unitPrice: money(1005, currency) } }, currency));
    expect(shown('USD').lines[0]).toMatchObject({
      unitPrice: { amount: '10.05', currency: 'USD' },
      lineTotal: { amount: '30.15', currency: 'USD' },
    });
    expect(shown('JPY').total).toEqual({ amount: '3015', currency: 'JPY' });
    expect(shown('KWD').total).toEqual({ amount: '3.015', currency: 'KWD' });
  });

  it('has its lines in SKU order, line totals of quantity times price, and a total that is their sum', () => {
    fc.assert(
      fc.property(cartInAnyCurrency, (cart) => {
        const shown = view(cart);
        const names = shown.lines.map((each) => each.sku);
        expect(names).toEqual([...names].sort());
        expect(names).toHaveLength(Object.keys(cart.lines).length);
        for (const each of shown.lines) expect(units(each.lineTotal)).toBe(units(each.unitPrice) * each.quantity);
        const all = shown.lines.reduce((total, each) => total + units(each.lineTotal), 0);
        expect(shown.total === null ? 0 : units(shown.total)).toBe(all);
      }),
    );
  });
});

const total = (...all: Cart['lines'][]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const [name, { quantity }] of all.flatMap((each) => Object.entries(each)))
    sums[name] = (sums[name] ?? 0) + quantity;
  return sums;
};

describe('the cart of a session that joins a customer', () => {
  it('loses and doubles no card: what does not fit is left', () => {
    fc.assert(
      fc.property(lines, lines, fc.constantFrom('USD' as const, 'EUR' as const), (own, theirs, currency) => {
        const after = merged(cartOf(own), cartOf(theirs, currency));
        expect(total(after.lines, after.left)).toEqual(total(own, theirs));
      }),
    );
  });

  it('never brings more than nine of a card, ten cards or a second currency', () => {
    fc.assert(
      fc.property(lines, lines, fc.constantFrom('USD' as const, 'EUR' as const), (own, theirs, currency) => {
        const after = merged(cartOf(own), cartOf(theirs, currency));
        expect(Object.keys(after.lines).length).toBeLessThanOrEqual(limits.lines);
        for (const { quantity } of Object.values(after.lines)) expect(quantity).toBeLessThanOrEqual(limits.quantity);
        if (Object.keys(own).length > 0 && currency !== 'USD')
          expect(after).toMatchObject({ lines: own, left: theirs });
      }),
    );
  });

  it('is taken whole, with its currency, by a customer whose cart is empty', () => {
    fc.assert(
      fc.property(lines, (theirs) => {
        expect(merged(undefined, cartOf(theirs, 'JPY'))).toEqual({ lines: theirs, left: {}, currency: 'JPY' });
        expect(merged(cartOf({}), cartOf(theirs, 'JPY'))).toMatchObject({ lines: theirs, currency: 'JPY' });
      }),
    );
  });

  it('adds to a line that is there at the name and the price that it has there', () => {
    const there = lineOf({ name: 'Old', price: money(100) }, 6);
    const came = lineOf({ name: 'New', price: money(200) }, 5);
    const after = merged(cartOf({ 'CARD-A': there }), cartOf({ 'CARD-A': came }));
    expect(after.lines['CARD-A']).toEqual({ ...there, quantity: 9 });
    expect(after.left['CARD-A']).toEqual({ ...came, quantity: 2 });
  });
});
