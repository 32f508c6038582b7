import { anchorsFor } from '../../../../functions/payments/webhook/anchors.ts';
import { genuine, judge, refusedFor, withHeader } from '../../../builders/paypal-vector.ts';

describe('a genuine webhook of PayPal', () => {
  it('is taken at the time of its transmission', () => {
    expect(judge({})).toEqual({ ok: true });
  });

  it('is taken with the bundled anchors, although it was served without its issuer', () => {
    expect(judge({ anchors: anchorsFor() })).toEqual({ ok: true });
  });

  it('is taken whatever the letter case of its headers, and from lists of one', () => {
    const loud = Object.entries(genuine.headers).map(([name, value]) => [name.toUpperCase(), [value]]);
    expect(judge({ headers: Object.fromEntries(loud) })).toEqual({ ok: true });
  });

  it('cannot be traced to the roots alone, since its issuer is missing', () => {
    expect(judge({ anchors: anchorsFor().slice(1) })).toEqual(refusedFor('untrusted-chain'));
    expect(judge({ anchors: [] })).toEqual(refusedFor('untrusted-chain'));
  });

  it('is judged by the dates of its certificate', () => {
    expect(judge({ at: new Date('2019-04-26T12:00:00Z') })).toEqual({ ok: true });
    expect(judge({ at: new Date('2019-04-26T12:00:01Z') })).toEqual(refusedFor('expired-certificate'));
    expect(judge({ at: new Date('2026-01-01T00:00:00Z') })).toEqual(refusedFor('expired-certificate'));
    expect(judge({ at: new Date('2017-02-17T23:59:59Z') })).toEqual(refusedFor('premature-certificate'));
    expect(judge({ at: new Date(Number.NaN) })).toEqual(refusedFor('expired-certificate'));
  });

  it('is refused where only other names are allowed', () => {
    const live = 'messageverificationcerts.paypal.com';
    for (const name of [live, 'paypal.com', '.paypal.com', '*.sandbox.paypal.com', '']) {
      expect(judge({ names: [name] })).toEqual(refusedFor('wrong-name'));
    }
    expect(judge({ names: [] })).toEqual(refusedFor('wrong-name'));
  });
});

describe('a webhook that was changed', () => {
  const text = Buffer.from(genuine.body).toString();

  it.each([
    ['forged', text.replace('"value":"1"', '"value":"100"')],
    ['changed by one byte', text.replace('BILLING', 'BILLINH')],
    ['re-serialized with spaces', JSON.stringify(JSON.parse(text), null, 1)],
    ['re-serialized in another key order', JSON.stringify({ event_version: '1.0', ...JSON.parse(text) })],
    ['ended with a line break', `${text}\n`],
    ['empty', ''],
  ])('is refused when its body is %s', (_, body) => {
    expect(body).not.toBe(text);
    expect(judge({ body: Buffer.from(body) })).toEqual(refusedFor('bad-signature'));
  });

  it.each(['WEBHOOK_ID', '', '96605875FF6516634'])('is refused for the webhook id "%s"', (webhookId) => {
    expect(judge({ webhookId })).toEqual(refusedFor('bad-signature'));
  });

  it('is refused when two headers have changed places', () => {
    const { 'paypal-transmission-id': id = '', 'paypal-transmission-time': time = '' } = genuine.headers;
    const headers = { ...genuine.headers, 'paypal-transmission-id': time, 'paypal-transmission-time': id };
    expect(judge({ headers })).toEqual(refusedFor('bad-signature'));
  });

  it.each(Object.keys(genuine.headers))('is refused without %s, or with two of it', (name) => {
    const value = genuine.headers[name] ?? '';
    for (const headers of [withHeader(name, undefined), withHeader(name, ''), withHeader(name, [value, value])]) {
      expect(judge({ headers })).toEqual(refusedFor('missing-header'));
    }
    expect(judge({ headers: { ...genuine.headers, [name.toUpperCase()]: 'other' } })).toEqual(
      refusedFor('missing-header'),
    );
  });

  it.each(['SHA1withRSA', 'SHA256withECDSA', 'sha256withrsa', 'none', 'MD5withRSA'])(
    'is refused under %s',
    (algorithm) => {
      expect(judge({ headers: withHeader('paypal-auth-algo', algorithm) })).toEqual(
        refusedFor('unsupported-algorithm'),
      );
    },
  );
});
