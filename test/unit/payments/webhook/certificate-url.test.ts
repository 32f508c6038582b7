import fc from 'fast-check';
import { certificateUrl } from '../../../../functions/payments/webhook/certificate-url.ts';

const CERT = '/v1/notifications/certs/CERT-360caa42-fca2a594-df8cd2d5';
const LIVE = 'https://api-m.paypal.com';
const SANDBOX = 'https://api-m.sandbox.paypal.com';
const LOOPBACK = 'http://127.0.0.1:4100';
const isAllowed = (url: string, apiBase: string, allowLoopbackHttp = false) =>
  certificateUrl(url, { apiBase, allowLoopbackHttp }).ok;

describe('a certificate’s address', () => {
  it.each([
    [LIVE, `https://api-m.paypal.com${CERT}`],
    [LIVE, `https://api.paypal.com${CERT}`],
    ['https://api.paypal.com/', `https://api-m.paypal.com${CERT}`],
    [SANDBOX, `https://api-m.sandbox.paypal.com${CERT}`],
    [SANDBOX, `https://api.sandbox.paypal.com${CERT}`],
    ['https://paypal.example:8443/', `https://paypal.example:8443${CERT}`],
    [SANDBOX, 'https://api.sandbox.paypal.com/v1/notifications/certs/CERT_1.pem'],
  ])('below %s may be %s', (apiBase, url) => {
    expect(certificateUrl(url, { apiBase, allowLoopbackHttp: false })).toEqual({ ok: true, url });
  });

  it.each([
    `https://api.sandbox.paypal.com${CERT}`,
    `http://api.paypal.com${CERT}`,
    `//api.paypal.com${CERT}`,
    `ftp://api.paypal.com${CERT}`,
    `HTTPS://API.PAYPAL.COM${CERT}`,
    ` https://api.paypal.com${CERT}`,
    `https:\\\\api.paypal.com${CERT}`,
    `https:/api.paypal.com${CERT}`,
    `https://paypal.com${CERT}`,
    `https://www.paypal.com${CERT}`,
    `https://api.paypal.com.${CERT}`,
    `https://api.paypal.com.evil.example${CERT}`,
    `https://evilapi.paypal.com${CERT}`,
    `https://api.paypal.com@evil.example${CERT}`,
    `https://user:secret@api.paypal.com${CERT}`,
    `https://evil.example/https://api.paypal.com${CERT}`,
    `https://evil.example#api.paypal.com${CERT}`,
    `https://evil.example?api.paypal.com${CERT}`,
    `https://evil.example\\@api.paypal.com${CERT}`,
    `https://api.paypal.com:443${CERT}`,
    `https://api.paypal.com:8443${CERT}`,
    `https://аpi.paypal.com${CERT}`,
    `https://api。paypal.com${CERT}`,
    `https://169.254.169.254${CERT}`,
    `https://[::1]${CERT}`,
    `http://127.0.0.1:4100${CERT}`,
    `https://api.paypal.com${CERT}?x=1`,
    `https://api.paypal.com${CERT}?`,
    `https://api.paypal.com${CERT}#x`,
    `https://api.paypal.com${CERT}/`,
    `https://api.paypal.com${CERT}/more`,
    `https://api.paypal.com${CERT}\n`,
    `https://api.paypal.com${CERT}\0`,
    `https://api.paypal.com${CERT};x=1`,
    `https://api.paypal.com/${CERT}`,
    'https://api.paypal.com/v1/notifications/certs/',
    'https://api.paypal.com/v1/notifications/certs',
    'https://api.paypal.com/v1/notifications/certs/.',
    'https://api.paypal.com/v1/notifications/certs/..',
    'https://api.paypal.com/v1/notifications/certs/../../oauth2/token',
    'https://api.paypal.com/v1/notifications/certs/..%2f..%2foauth2',
    'https://api.paypal.com/v1/notifications/certs/%2e%2e',
    'https://api.paypal.com/v1/notifications/certs/CERT%2F1',
    'https://api.paypal.com/v1/notifications/certs/CERT\\1',
    'https://api.paypal.com/v1/notifications/CERTS/CERT-1',
    'https://api.paypal.com/v1/notifications/./certs/CERT-1',
    'https://api.paypal.com/v2/notifications/certs/CERT-1',
    `https://api.paypal.com/v1/notifications/certs/${'A'.repeat(129)}`,
    'data:application/x-pem-file,x',
    'file:///etc/passwd',
    '',
  ])('on the live stage is never %j', (url) => {
    expect(certificateUrl(url, { apiBase: LIVE, allowLoopbackHttp: true })).toEqual({
      ok: false,
      reason: 'foreign-certificate-url',
    });
  });

  it('may be http on the base’s own loopback host and port, where the stage allows it', () => {
    expect(isAllowed(`${LOOPBACK}${CERT}`, LOOPBACK, true)).toBe(true);
    expect(isAllowed(`http://localhost:1${CERT}`, 'http://localhost:1', true)).toBe(true);
    expect(isAllowed(`http://[::1]:1${CERT}`, 'http://[::1]:1', true)).toBe(true);
    expect(isAllowed(`${LOOPBACK}${CERT}`, LOOPBACK, false)).toBe(false);
    expect(isAllowed(`http://127.0.0.1:4101${CERT}`, LOOPBACK, true)).toBe(false);
    expect(isAllowed(`https://api.paypal.com${CERT}`, LOOPBACK, true)).toBe(false);
    for (const host of [
      'http://paypal.example',
      'http://127.0.0.1.example',
      'http://api.paypal.com',
      'http://10.0.0.1',
    ]) {
      expect(isAllowed(`${host}${CERT}`, host, true)).toBe(false);
    }
  });

  it('is refused, without an exception, for any other text or base', () => {
    fc.assert(
      fc.property(fc.anything(), fc.oneof(fc.string(), fc.constant(LIVE), fc.webUrl()), (url, apiBase) => {
        expect(isAllowed(url as string, apiBase, true)).toBe(false);
      }),
    );
  });

  it('is, when allowed, one that a URL parser leaves exactly as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('.', '/', '%2e', '-', 'a', '\\', '?', '\t'), maxLength: 6 }),
        (segment) => {
          const url = `https://api.paypal.com/v1/notifications/certs/${segment}`;
          if (!isAllowed(url, LIVE)) return;
          expect(new URL(url).href).toBe(url);
          expect(new URL(url).pathname.split('/')).toHaveLength(5);
        },
      ),
    );
  });
});
