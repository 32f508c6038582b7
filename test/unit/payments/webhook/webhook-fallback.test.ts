import fc from 'fast-check';
import { fallbackBody } from '../../../../functions/payments/webhook/webhook-fallback.ts';

const headers = {
  'PayPal-Auth-Algo': 'SHA256withRSA',
  'PayPal-Cert-Url': 'https://api.paypal.com/v1/notifications/certs/CERT-1',
  'PayPal-Transmission-Id': 'id"\\',
  'PayPal-Transmission-Sig': 'c2ln',
  'PayPal-Transmission-Time': '2026-06-01T00:00:00Z',
};
const bodyFor = (rawBody: string | Uint8Array) => fallbackBody({ headers, rawBody, webhookId: '4JH8' });

describe('what PayPal is asked to verify', () => {
  it('holds the headers under PayPal’s names, the webhook id, and the raw body verbatim', () => {
    const rawBody = '{ "b": 1.0, "a": {}, "a": [ ], "c": "\\u00e9é" }';
    for (const body of [bodyFor(rawBody), bodyFor(Buffer.from(rawBody))]) {
      expect(body).toContain(`"webhook_event":${rawBody}`);
      expect(JSON.parse(body ?? '')).toEqual({
        auth_algo: 'SHA256withRSA',
        cert_url: 'https://api.paypal.com/v1/notifications/certs/CERT-1',
        transmission_id: 'id"\\',
        transmission_sig: 'c2ln',
        transmission_time: '2026-06-01T00:00:00Z',
        webhook_id: '4JH8',
        webhook_event: JSON.parse(rawBody),
      });
    }
  });

  it('keeps the bytes of any JSON object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(4), (event, indent) => {
        const rawBody = JSON.stringify(event, null, indent);
        expect(bodyFor(Buffer.from(rawBody))?.endsWith(`,"webhook_event":${rawBody}}`)).toBe(true);
      }),
    );
  });

  it.each(['{},"webhook_id":"other"', '{}}', '[]', '1', 'null', '"x"', '', '\ufeff{}', '{"a":1'])(
    'is nothing for the body %j',
    (rawBody) => {
      expect(bodyFor(rawBody)).toBeUndefined();
      expect(bodyFor(Buffer.from(rawBody))).toBeUndefined();
    },
  );

  it('is nothing for bytes that are not UTF-8, or without one of the headers', () => {
    expect(bodyFor(Buffer.from('{"a":"\xff"}', 'latin1'))).toBeUndefined();
    for (const name of Object.keys(headers)) {
      expect(
        fallbackBody({ headers: { ...headers, [name]: undefined }, rawBody: '{}', webhookId: '4JH8' }),
      ).toBeUndefined();
    }
  });
});
