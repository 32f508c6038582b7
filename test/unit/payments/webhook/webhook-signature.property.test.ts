import fc from 'fast-check';
import { type SignedWebhook, verifySignature } from '../../../../functions/payments/webhook/webhook-signature.ts';
import { genuine, judge, refusedFor, withHeader } from '../../../builders/paypal-vector.ts';

describe('verifySignature', () => {
  const signature = genuine.headers['paypal-transmission-sig'] ?? '';

  it('takes no body with flipped bits', () => {
    const flip = fc.record({ at: fc.nat(genuine.body.length - 1), mask: fc.integer({ min: 1, max: 255 }) });
    fc.assert(
      fc.property(flip, ({ at, mask }) => {
        const body = Uint8Array.from(genuine.body);
        body[at] = (body[at] ?? 0) ^ mask;
        expect(judge({ body })).toEqual(refusedFor('bad-signature'));
      }),
    );
  });

  it('takes no altered signature, not even one that a lenient decoder reads alike', () => {
    const edit = fc.tuple(
      fc.nat(signature.length),
      fc.nat(2),
      fc.constantFrom('A', 'g', '=', '-', '_', ' ', '\n', '', '~'),
    );
    fc.assert(
      fc.property(edit, ([at, cut, put]) => {
        const altered = signature.slice(0, at) + put + signature.slice(at + cut);
        fc.pre(altered !== signature);
        expect(judge({ headers: withHeader('paypal-transmission-sig', altered) }).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
    const sameBytes = signature.replace(/g==$/, 'h==');
    expect(Buffer.from(sameBytes, 'base64')).toEqual(Buffer.from(signature, 'base64'));
    expect(judge({ headers: withHeader('paypal-transmission-sig', sameBytes) })).toEqual(refusedFor('bad-signature'));
  });

  it('refuses garbage and never throws', () => {
    const pem = fc
      .string({ unit: 'binary' })
      .map((inner) => `-----BEGIN CERTIFICATE-----\n${inner}\n-----END CERTIFICATE-----`);
    const anything = fc.oneof(fc.anything(), fc.string(), pem);
    const fields = ['body', 'headers', 'webhookId', 'certificate', 'anchors', 'at'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...fields), anything, (field, value) => {
        expect(judge({ [field]: value }).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
    expect(verifySignature(undefined as unknown as SignedWebhook)).toEqual(refusedFor('unreadable-input'));
  });

  it('refuses a PEM with a block that is no certificate', () => {
    for (const block of [
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      '-----BEGIN PRIVATE KEY-----',
    ]) {
      expect(judge({ certificate: `${genuine.certificate}\n${block}` })).toEqual(refusedFor('malformed-certificate'));
    }
  });

  it('refuses oversized values without working through them', () => {
    const huge = 'A'.repeat(5_000_000);
    const many = `${genuine.certificate}\n`.repeat(11);
    expect(judge({ headers: withHeader('paypal-transmission-sig', huge) })).toEqual(refusedFor('bad-signature'));
    expect(judge({ certificate: genuine.certificate + huge })).toEqual(refusedFor('malformed-certificate'));
    expect(judge({ certificate: many })).toEqual(refusedFor('malformed-certificate'));
  });
});
