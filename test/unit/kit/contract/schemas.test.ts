import * as z from 'zod/mini';
import { CountryCode, Sku } from '../../../../functions/kit/contract/schemas.ts';

const accepts = (schema: z.ZodMiniType, text: unknown): boolean => z.safeParse(schema, text).success;

describe('a SKU', () => {
  it.each([['AB', true], ['WORLD-10-USD', true], ['1A', true], ['A', false], ['-AB', false], ['ab', false], ['A B', false],
    ['A'.repeat(32), true], ['A'.repeat(33), false], ['AB\n', false], ['__proto__', false]])('%j: %p', (text, good) =>
    expect(accepts(Sku, text)).toBe(good)); // prettier-ignore
});

describe('a country', () => {
  it('is two capital letters', () => {
    expect(['US', 'us', 'USA', 'U1', ''].map((text) => accepts(CountryCode, text))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
