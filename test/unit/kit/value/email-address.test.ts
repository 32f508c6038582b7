import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { EmailAddress } from '../../../../functions/kit/contract/schemas.ts';

const read = (text: unknown): string | undefined => {
  const { success, data } = z.safeParse(EmailAddress, text);
  return success ? data : undefined;
};

/** A domain of `length` characters in labels of at most 61. */
const domainOf = (length: number): string => {
  const rest = 'x'.repeat(length - 4).replace(/.{61}(?=.)/g, (label) => `${label.slice(0, 60)}.`);
  return `${rest}.com`;
};

describe('an e-mail address', () => {
  it.each(['jane@example.com', 'j.d+cards@sub.example.co', "o'neil@example.ie", 'a@b.co', 'JANE.Doe@example.com',
    "!#$%&'*+-/=?^_`{|}~@example.com", 'a@1.example2.io', 'a@ab--cd.com', `a@${'x'.repeat(63)}.com`])(
    'is taken as people type it: %s', (text) => expect(read(text)).toBe(text)); // prettier-ignore

  it.each([
    ['ⓔxample.com', 'example.com'],
    ['EXAMPLE.Com', 'example.com'],
    ['ｅｘａｍｐｌｅ.com', 'example.com'],
    ['przykład.pl', 'xn--przykad-rjb.pl'],
    ['PRZYKŁAD.PL', 'xn--przykad-rjb.pl'],
    ['mu\u0308nchen.de', 'xn--mnchen-3ya.de'],
    ['xn--przykad-rjb.pl', 'xn--przykad-rjb.pl'],
    ['XN--PRZYKAD-RJB.PL', 'xn--przykad-rjb.pl'],
    ['faß.de', 'xn--fa-hia.de'],
    ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
  ])('has one domain however it is spelled: %s is %s', (typed, domain) =>
    expect(read(`Jane@${typed}`)).toBe(`Jane@${domain}`),
  );

  it('is taken without the blanks around it, its first part as it was typed', () => {
    expect(read(' \tJane.DOE@Example.com\r\n')).toBe('Jane.DOE@example.com');
  });

  it('has at most 254 characters, counted once the domain is normalised', () => {
    expect(read(`${'a'.repeat(54)}@${domainOf(199)}`)).toHaveLength(254);
    expect(read(`${'a'.repeat(55)}@${domainOf(199)}`)).toBeUndefined();
    expect(read(` ${'a'.repeat(54)}@${domainOf(199)} `)).toHaveLength(254);
    // 52 letters that take up more room in ASCII
    const labels = (count: number) => Array.from({ length: count }, () => 'ł'.repeat(20)).join('.');
    expect(domainToASCII(`${labels(10)}.pl`).length).toBeGreaterThan(254 - 2);
    expect(read(`a@${labels(10)}.pl`)).toBeUndefined();
    expect(read(`a@${labels(4)}.pl`)).toBeDefined();
    // and letters that take up less
    const wide = domainOf(240).replaceAll('x', '\u{1d4cd}');
    expect(`a@${wide}`.length).toBeGreaterThan(254);
    expect(read(`a@${wide}`)).toBe(`a@${domainOf(240)}`);
  });

  it.each([
    '', 'jane', 'jane@', '@example.com', 'jane@example', 'jane@example.c', 'jane@@example.com', 'jane@joe@example.com',
    'jane doe@example.com', 'jane@exam ple.com', 'jane@example.com, joe@example.com', 'Jane <jane@example.com>',
    'jane@example.com\r\nBcc: joe@example.com', 'jane\u0000@example.com', '\ud800@example.com', 'jane\u202e@example.com',
    'józef@example.com', '"jane"@example.com', 'jane(x)@example.com', '.jane@example.com', 'jane.@example.com', 'ja..ne@example.com',
    `${'x'.repeat(65)}@example.com`, `jane@${'x'.repeat(250)}.com`, 7, null, ['jane@example.com'], {},
  ])('is refused: %j', (text) => expect(read(text)).toBeUndefined()); // prettier-ignore

  it.each([
    ['a label that begins with a hyphen', '-example.com'], ['a label that ends with a hyphen', 'example-.com'],
    ['an empty label', 'example..com'], ['a dot at the end', 'example.com.'], ['a dot at the front', '.example.com'],
    ['a label of 64', `${'x'.repeat(64)}.com`], ['an underscore', 'my_shop.com'], ['digits at the end', 'example.123'],
    ['an IPv4 address', '192.168.0.1'], ['one that ends in two digits', '192.168.0.10'], ['a hexadecimal one', '0x7f.0.0.1'], ['a short one', '127.1'],
    ['wide digits', '１９２.１６８.０.１'], ['an address literal', '[192.168.0.1]'], ['an IPv6 literal', '[IPv6:::1]'],
    ['an ideographic full stop', 'example。com'], ['a fullwidth full stop', 'example．com'], ['a halfwidth one', 'example｡com'],
    ['a fullwidth full stop beside another', 'mail．example.com'], ['an ellipsis', 'a…b.com'], ['a one with a dot', '⒈example.com'],
    ['a zero-width space', 'exam\u200bple.com'], ['a zero-width joiner', 'exam\u200dple.com'], ['a soft hyphen', 'exam\u00adple.com'],
    ['a byte-order mark', 'exam\ufeffple.com'], ['a variation selector', 'exam\ufe0fple.com'], ['a filler', 'exam\u3164ple.com'],
    ['a grapheme joiner', 'exam\u034fple.com'], ['a mark of direction', '\u202eexample.com'], ['a combining mark first', '\u0301example.com'],
    ['punycode of nothing', 'xn--.com'], ['punycode that does not decode', 'xn--a.com'], ['punycode that overflows', 'xn--99999999999.com'],
    ['punycode of plain ASCII', 'xn--example-.com'], ['punycode in wide letters', 'ｘｎ--a.com'], ['no punycode after xn--', 'xn--ⓔxample.com'],
    ['a percent sign', '%65xample.com'], ['a path', 'example.com/path'], ['a port', 'example.com:25'], ['a question', 'example.com?x'],
    ['a fragment', 'example.com#x'], ['a backslash', 'example.com\\x'], ['a slash in one letter', '℀.com'], ['a colon', 'a:b.com'],
    ['a line break', 'exam\nple.com'], ['a blank that is no blank', 'exam\u3000ple.com'], ['half a letter', 'exam\ud800ple.com'],
  ])('is refused with %s in its domain: %j', (_, domain) => expect(read(`jane@${domain}`)).toBeUndefined()); // prettier-ignore

  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.stringMatching(/^[a-zA-ZłŁßⓔ例．。\u200b.@%[\]:0-9-]{0,40}$/u),
    fc.tuple(fc.string({ maxLength: 10 }), fc.domain()).map(([local, domain]) => `${local}@${domain}`),
    fc.domain().map((domain) => `jane@${domain.replace('e', 'ⓔ').replace('a', 'Á')}`),
    fc
      .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { minLength: 2, maxLength: 4 })
      .map((labels) => `a@${labels.join('.')}`),
  );

  it('that is taken is an address that may stand in a header, and is taken again as it is', () => {
    let taken = 0;
    fc.assert(
      fc.property(anything, (text) => {
        const address = read(text);
        if (address === undefined) return;
        taken += 1;
        expect(address).toMatch(
          /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/,
        );
        expect(address).not.toMatch(/@[\d.]+$/);
        expect(address.length).toBeLessThanOrEqual(254);
        expect(read(address)).toBe(address);
        expect(address.slice(0, address.indexOf('@'))).toBe(text.trim().slice(0, address.indexOf('@')));
      }),
      { numRuns: 2_000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('is the same one whatever the letters of its domain look like', () => {
    const circled = (text: string) =>
      text.replace(/[a-z]/g, (letter) => String.fromCodePoint(0x24d0 + letter.charCodeAt(0) - 97));
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,20}(\.[a-z]{1,20}){0,3}\.[a-z]{2,10}$/), (domain) => {
        const plain = read(`jane@${domain}`);
        expect(plain).toBe(`jane@${domain}`);
        expect(read(`jane@${domain.toUpperCase()}`)).toBe(plain);
        expect(read(`jane@${circled(domain)}`)).toBe(plain);
      }),
    );
  });
});
