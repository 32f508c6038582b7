import * as z from 'zod/mini';
import { ProductEntry } from '../../../functions/catalogue/schemas.ts';
import { money } from '../../builders/cards.ts';

const entry = {
  sku: 'WORLD-10',
  name: 'World Card 10',
  description: 'Ten dollars of calls.',
  faceValue: { amount: '10.00', currency: 'USD' },
  price: { amount: '9.50', currency: 'USD' },
  countries: ['US', 'DE'],
};
const refused = (change: object): string[] => {
  const parsed = z.safeParse(ProductEntry, { ...entry, ...change });
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
};

describe('a product as an operator writes it', () => {
  it('is read with its money in minor units', () => {
    expect(z.parse(ProductEntry, entry)).toEqual({
      ...entry,
      faceValue: money(1000),
      price: money(950),
    });
  });

  it.each([
    ['more decimals than its currency has', { amount: '9.505', currency: 'USD' }],
    ['decimals that its currency has not', { amount: '9.50', currency: 'JPY' }],
    ['fewer decimals', { amount: '9.5', currency: 'USD' }],
    ['an amount of zero', { amount: '0.00', currency: 'USD' }],
    ['an amount below zero', { amount: '-1.00', currency: 'USD' }],
    ['a number for an amount', { amount: 9.5, currency: 'USD' }],
  ])('is refused with %s, and the field is named', (_, price) => {
    expect(refused({ price })).toEqual(['price.amount']);
  });

  it.each([['BHD'], ['KWD'], ['TND']])('may be worth %s when it is dialled, and is not sold for it', (currency) => {
    expect(refused({ faceValue: { amount: '1.000', currency } })).toEqual([]);
    expect(refused({ price: { amount: '1.000', currency } })).toEqual(['price.currency']);
  });

  it.each([
    ['a SKU in small letters', { sku: 'world-10' }, 'sku'],
    ['an unknown currency', { price: { amount: '9.50', currency: 'XXX' } }, 'price.currency'],
    [
      'a price in a currency that PayPal does not take',
      { price: { amount: '9.500', currency: 'KWD' } },
      'price.currency',
    ],
    ['no country', { countries: [] }, 'countries'],
    ['a country by its name', { countries: ['Germany'] }, 'countries.0'],
    ['a name that is blank', { name: '  ' }, 'name'],
    ['a name of more than 60 characters', { name: 'x'.repeat(61) }, 'name'],
    ['a line break in its name', { name: 'World\r\nBcc: x' }, 'name'],
    ['no description', { description: undefined }, 'description'],
    ['a field that is not known', { colour: 'red' }, ''],
  ])('is refused with %s', (_, change, at) => {
    expect(refused(change)).toContain(at);
  });
});
