import fc from 'fast-check';
import { render } from '../../../functions/mail/render.ts';
import { revealNotice, withdrawalText } from '../../../functions/policy/public.ts';
import { links, receiptData, revealData, voidedData } from '../../builders/letters.ts';
import { money } from '../../builders/cards.ts';

const orderLink = 'https://shop.example/orders/Zx3kD0y8QwK5cW2mVnB7aA#k1.abc.sig';
const named = (name: string) => ({ ...receiptData, lines: [{ ...receiptData.lines[0]!, name }] });
const tags = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];

const signs = [
  '<',
  '>',
  '"',
  "'",
  '&',
  '\r\n',
  '\0',
  '\u2028',
  '\u202E',
  '\uD800',
  '</td>',
  '<script>',
  '-->',
  'é',
  '日',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...signs), fc.string({ unit: 'binary' })), { maxLength: 12 })
  .map((parts) => parts.join(''));

describe('the receipt', () => {
  const mail = render('receipt', receiptData, links);

  it.each([['text' as const], ['html' as const]])('says in its %s what was bought, when, and for how much', (part) => {
    const said = mail[part];
    for (const fact of ['World Card 10', '10.00 USD', '20.00 USD', '5.25 USD', '25.25 USD', '2026-07-23 14:05 UTC'])
      expect(said).toContain(fact);
    expect(said).toContain(receiptData.order);
  });

  it.each([['text' as const], ['html' as const]])('leads by its %s to the page of the order', (part) => {
    expect(mail[part]).toContain(orderLink);
    expect(mail[part]).toContain('PINs are on the page of your order, and only there; they are not in this mail');
  });

  it('says why it came', () => {
    for (const part of [mail.text, mail.html])
      expect(part).toContain('this address was given for an order at https://shop.example');
  });

  it('writes amounts with the decimals of their currency', () => {
    const yen = money(1500, 'JPY');
    const lines = [{ name: 'Karte', quantity: 2, unitPrice: yen }];
    const { text } = render('receipt', { ...receiptData, lines, total: money(3000, 'JPY') }, links);
    expect(text).toContain('2 x Karte, 1500 JPY each: 3000 JPY');
  });

  it('escapes what comes from the catalogue', () => {
    expect(mail.html).toContain('Asia &amp; Pacific 5');
    expect(mail.text).toContain('Asia & Pacific 5');
    expect(render('receipt', named('<b title="x">\'</b>'), links).html).toContain(
      '&lt;b title=&quot;x&quot;&gt;&#39;&lt;/b&gt;',
    );
  });

  it('keeps its structure whatever a product is called', () => {
    const plain = render('receipt', named('Card'), links);
    fc.assert(
      fc.property(hostile, (name) => {
        const { html, text, subject } = render('receipt', named(name), links);
        expect(tags(html)).toEqual(tags(plain.html));
        expect(html.match(/&(?!(amp|lt|gt|quot|#39|times);)/)).toBeNull();
        expect(text.split(/[\n\r\v\f\u0085\u2028\u2029]/)).toHaveLength(plain.text.split('\n').length);
        expect(subject).toBe(plain.subject);
        for (const part of [html, text]) {
          expect(part.isWellFormed()).toBe(true);
          expect(part).not.toMatch(/[\u202A-\u202E\u2066-\u2069\0]/);
        }
      }),
    );
  });

  it('has a subject of one line even for a hostile order id', () => {
    fc.assert(
      fc.property(hostile, (order) => {
        for (const template of ['receipt', 'order-voided'] as const) {
          const data = template === 'receipt' ? receiptData : voidedData;
          expect(render(template, { ...data, order }, links).subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        }
      }),
    );
  });

  it('loads nothing from elsewhere', () => {
    expect(mail.html).not.toMatch(/<(img|link|script|iframe|object|style)|url\(|@import/i);
  });
});

describe('the letter about a voided order', () => {
  it.each([
    ['out-of-stock' as const, 'sold out'],
    ['refused' as const, 'not completed at PayPal'],
    ['lapsed' as const, 'ran out'],
  ])('says for %s why, and that nothing was charged', (reason, why) => {
    const mail = render('order-voided', { ...voidedData, reason }, links);
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain(why);
      expect(part).toContain('Nothing was charged');
      expect(part).toContain(orderLink);
      expect(part).toContain('this address was given for an order');
    }
  });
});

describe('the letter about a reveal', () => {
  it.each([['text' as const], ['html' as const]])('has in its %s when it was and the whole text agreed to', (part) => {
    const said = render('reveal-confirmed', revealData, links)[part];
    for (const fact of [...revealNotice.text.split('\n\n'), '2026-07-23 15:06 UTC', orderLink, revealData.order])
      expect(said).toContain(fact);
  });
});

describe('the letter about a withdrawal', () => {
  const data = { ...voidedData, at: '2026-07-23T15:06:10.123Z' };

  it.each([['text' as const], ['html' as const]])(
    'has in its %s what was said, when, and what is paid back',
    (part) => {
      const said = render('withdrawn', { ...data, amount: money(2525) }, links)[part];
      for (const fact of [withdrawalText, '2026-07-23 15:06 UTC', '25.25 USD', orderLink]) expect(said).toContain(fact);
    },
  );

  it('promises no money where staff decide', () => {
    const { text } = render('withdrawn', data, links);
    expect(text).toContain('our staff look at it');
    expect(text).not.toContain('We pay back');
  });
});

describe('the letter about a PIN that does not work', () => {
  it.each([
    ['replaced' as const, 'We have replaced a PIN'],
    ['no-stock' as const, 'just now we have no other one'],
  ])('says for %s what came of it, with the card and without a PIN', (outcome, what) => {
    const mail = render('pin-problem', { ...voidedData, card: 'Asia & Pacific 5', outcome }, links);
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain(what);
      expect(part).toContain(orderLink);
    }
    expect(mail.html).toContain('Asia &amp; Pacific 5');
  });
});

describe('letters about an account', () => {
  const at = '2026-07-23T14:05:00.000Z';

  it.each([
    ['already-registered' as const, {}, 'You already have one'],
    ['address-changed' as const, { at }, 'was changed on 2026-07-23 14:05 UTC'],
    ['deactivated' as const, { at }, 'was deactivated on 2026-07-23 14:05 UTC'],
  ])('%s says what happened, alike in text and HTML, and has no link that does anything', (template, data, what) => {
    const { subject, text, html } = render(template, data as never, links);
    expect(subject).toContain(new URL(links.origin).hostname);
    for (const part of [text, html]) expect(part).toContain(what);
    expect(html).not.toContain('href');
    expect(`${text}${html}`).not.toContain(links.orderToken);
  });
});
