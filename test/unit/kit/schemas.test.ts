import * as z from 'zod/mini';
import { CountryCode, EmailAddress, Sku } from '../../../functions/kit/schemas.ts';

const accepts = (schema: z.ZodMiniType, text: unknown): boolean => z.safeParse(schema, text).success;

describe('an e-mail address', () => {
  it.each(['jane@example.com', 'j.d+cards@sub.example.co', "o'neil@example.ie", 'jozef@przykład.pl', 'a@b.co'])(
    'is taken as people type it: %s',
    (text) => expect(z.parse(EmailAddress, text)).toBe(text),
  );

  it('is taken without the blanks around it, and otherwise as it is', () => {
    expect(z.parse(EmailAddress, ' Jane@Example.com\n')).toBe('Jane@Example.com');
  });

  it.each([
    '', 'józef@przykład.pl', 'jane', 'jane@', '@example.com', 'jane@example', 'jane@example.c', 'jane@@example.com', 'jane@-example.com',
    'jane doe@example.com', 'jane@exam ple.com', 'jane@example.com, joe@example.com', 'Jane <jane@example.com>',
    'jane@example.com\r\nBcc: joe@example.com', 'jane\u0000@example.com', '\ud800@example.com', 'jane\u202e@example.com',
    `${'x'.repeat(65)}@example.com`, `jane@${'x'.repeat(250)}.com`, 7, null, ['jane@example.com'],
  ])('is refused: %j', (text) => expect(accepts(EmailAddress, text)).toBe(false)); // prettier-ignore
});

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
