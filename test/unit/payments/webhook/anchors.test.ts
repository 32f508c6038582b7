import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { anchorsFor } from '../../../../functions/payments/webhook/anchors.ts';
import { digicertIssuer } from '../../../builders/paypal-vector.ts';

const names = anchorsFor().map((pem) => new X509Certificate(pem).subject.split('\nCN=').at(-1));

describe('the bundled anchors', () => {
  it('are the issuer that PayPal does not serve, and roots that Node trusts itself', () => {
    const [issuer = '', ...roots] = anchorsFor();
    expect(new X509Certificate(issuer).fingerprint256).toBe(new X509Certificate(digicertIssuer).fingerprint256);
    for (const root of roots) expect(rootCertificates).toContain(root);
  });

  it('hold the root that PayPal moved to, no name twice, and nobody but DigiCert', () => {
    expect(names).toContain('DigiCert Global Root G2');
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^DigiCert /);
  });

  it('are chosen once', () => {
    expect(anchorsFor()).toBe(anchorsFor());
  });

  it('give way wholly to configured ones; a blank setting is none', () => {
    expect(anchorsFor(digicertIssuer)).toEqual([digicertIssuer]);
    expect(anchorsFor('\n')).toBe(anchorsFor());
  });
});
