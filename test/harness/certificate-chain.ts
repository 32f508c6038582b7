import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import type { Extension, JsonName } from '@peculiar/x509';

// Imported late, because jest loads a CommonJS library before any module beside it has run.
const x509 = await import('@peculiar/x509');
x509.cryptoProvider.set(webcrypto);

/** A certificate made for a test, with the keys to sign by it. */
export type Issued = { subject: string; pem: string; keys: webcrypto.CryptoKeyPair };

/** What a test certificate says; by default a leaf for PayPal's sandbox name, in force in 2026, RSA 2048 and SHA-256. */
export type Wanted = {
  subject?: JsonName | string;
  dns?: readonly string[];
  by?: Issued;
  ca?: boolean;
  from?: string;
  until?: string;
  /** The key pair of an earlier certificate; else a new one of `bits` bits. */
  keys?: webcrypto.CryptoKeyPair;
  bits?: number;
  /** What its key signs with, thus the digest of what it issues. */
  digest?: 'SHA-1' | 'SHA-256';
  purposes?: readonly string[];
  /** Critical extensions, as DER by object id. */
  more?: Readonly<Record<string, Uint8Array>>;
};

export const SANDBOX_NAME = 'messageverificationcerts.sandbox.paypal.com';
export const SERVER = '1.3.6.1.5.5.7.3.1';
export const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
/** A moment at which certificates with the default dates are in force. */
export const IN_FORCE = new Date('2026-06-01T00:00:00Z');

const RSA = { name: 'RSASSA-PKCS1-v1_5', publicExponent: new Uint8Array([1, 0, 1]) };

const newKeys = (bits: number, hash: string): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey({ ...RSA, modulusLength: bits, hash }, true, ['sign', 'verify']);

const extensionsOf = ({ dns = [SANDBOX_NAME], ca = false, purposes = [], more = {} }: Wanted): Extension[] => [
  new x509.BasicConstraintsExtension(ca, undefined, true),
  ...(dns.length > 0 && !ca
    ? [new x509.SubjectAlternativeNameExtension(dns.map((value) => ({ type: 'dns', value })))]
    : []),
  ...(purposes.length > 0 ? [new x509.ExtendedKeyUsageExtension([...purposes])] : []),
  ...Object.entries(more).map(([oid, der]) => new x509.Extension(oid, true, der)),
];

let serial = 0;

/** Issues a certificate as wanted: signed by `by`, or by its own key where there is none. */
export const issue = async (wanted: Wanted = {}): Promise<Issued> => {
  const { subject = `CN=${SANDBOX_NAME}`, by, bits = 2048, digest = 'SHA-256' } = wanted;
  const keys = wanted.keys ?? (await newKeys(bits, digest));
  const name = new x509.Name(subject).toString();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: (serial += 1).toString(16).padStart(4, '0'),
    subject,
    issuer: by?.subject ?? name,
    publicKey: keys.publicKey,
    signingKey: (by?.keys ?? keys).privateKey,
    signingAlgorithm: (by?.keys ?? keys).privateKey.algorithm,
    notBefore: new Date(wanted.from ?? '2026-01-01T00:00:00Z'),
    notAfter: new Date(wanted.until ?? '2027-01-01T00:00:00Z'),
    extensions: extensionsOf(wanted),
  });
  return { subject: name, pem: certificate.toString('pem'), keys };
};

/** Issues a certification authority, itself signed by `by` or self-signed. */
export const issueAuthority = (commonName: string, wanted: Omit<Wanted, 'ca' | 'subject'> = {}): Promise<Issued> =>
  issue({ ...wanted, subject: `CN=${commonName}`, ca: true });
