import fc from 'fast-check';
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';
import { compose } from '../../../functions/mail/compose.ts';
import { render } from '../../../functions/mail/render.ts';
import { links, receiptData } from '../../builders/letters.ts';

const mail = render('receipt', receiptData, links);
const envelope = {
  letter: `receipt:${receiptData.order}`,
  from: 'Candor <shop@shop.example>',
  to: 'ann@example.com',
  date: new Date('2026-07-23T14:06:00Z'),
};
const read = async (raw: Uint8Array): Promise<ParsedMail> => simpleParser(Buffer.from(raw));
const addresses = (parsed: ParsedMail) => (parsed.to as AddressObject).value.map(({ address }) => address);

describe('a composed mail', () => {
  it('reads back with its two parts, sender, recipient, subject and date', async () => {
    const message = await compose(mail, envelope);
    const parsed = await read(message.raw);
    expect(message.to).toBe('ann@example.com');
    expect(parsed.subject).toBe(mail.subject);
    expect(parsed.text).toBe(mail.text);
    expect(String(parsed.html).replaceAll('\r\n', '\n').trim()).toBe(mail.html.trim());
    expect(parsed.from?.value).toEqual([{ address: 'shop@shop.example', name: 'Candor' }]);
    expect(addresses(parsed)).toEqual(['ann@example.com']);
    expect(parsed.date).toEqual(envelope.date);
    expect(parsed.attachments).toEqual([]);
  });

  it('says that a machine wrote it, so that no machine replies', async () => {
    const parsed = await read((await compose(mail, envelope)).raw);
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
    expect((parsed.headers.get('content-type') as { value: string }).value).toBe('multipart/alternative');
  });

  it('is the same bytes whenever it is the same letter, and others for another', async () => {
    const rawOf = async (letter: string) => Buffer.from((await compose(mail, { ...envelope, letter })).raw).toString();
    expect(await rawOf('receipt:a')).toBe(await rawOf('receipt:a'));
    expect(await rawOf('receipt:a')).not.toBe(await rawOf('receipt:b'));
  });

  it('writes a domain of another script in ASCII, in the envelope too', async () => {
    const message = await compose(mail, { ...envelope, to: 'ann@bücher.example' });
    expect(message.to).toBe('ann@xn--bcher-kva.example');
    expect(Buffer.from(message.raw).toString()).toContain('To: ann@xn--bcher-kva.example\r\n');
  });

  it('is not made without a recipient', async () => {
    await expect(compose(mail, { ...envelope, to: '' })).rejects.toThrow('one sender and one recipient');
  });

  it('never reaches a second recipient through the first', async () => {
    const message = await compose(mail, { ...envelope, to: 'ann@example.com, eve@example.com' }).catch(() => undefined);
    const seen = message ? addresses(await read(message.raw)) : [];
    expect([message?.to, ...seen]).not.toContain('eve@example.com');
  });

  it('keeps its headers whatever a subject holds', async () => {
    const plain = [...(await read((await compose(mail, envelope)).raw)).headers.keys()].sort();
    const subjects = fc
      .array(fc.oneof(fc.constantFrom('\r\n', '\n', '\r', 'Bcc: eve@example.com', ': ', '=?', '日'), fc.string()))
      .map((parts) => `a${parts.join('')}z`);
    await fc.assert(
      fc.asyncProperty(subjects, async (subject) => {
        const message = await compose({ ...mail, subject }, envelope);
        const parsed = await read(message.raw);
        expect([...parsed.headers.keys()].sort()).toEqual(plain);
        expect(addresses(parsed)).toEqual(['ann@example.com']);
        expect(parsed.bcc).toBeUndefined();
        expect(message.to).toBe('ann@example.com');
      }),
    );
  });
});
