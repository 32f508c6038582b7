import { X509Certificate } from 'node:crypto';

/** What the certificate of a signer may be judged to lack. */
export type CertificateFault =
  'not-a-leaf' | 'weak-key' | 'wrong-name' | 'expired-certificate' | 'premature-certificate';

const MOST_BYTES = 65_536;
const MOST_CERTIFICATES = 10;
const SMALLEST_RSA_BITS = 2048;
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';
const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

const parse = (block: string): X509Certificate | undefined => {
  try {
    return new X509Certificate(block);
  } catch {
    return undefined;
  }
};

/** Reads every certificate of a PEM that we chose to trust ourselves; a block that cannot be parsed adds no trust. */
export const readTrusted = (pem: string): X509Certificate[] =>
  (pem.match(BLOCK) ?? []).map(parse).filter((certificate) => certificate !== undefined);

/**
 * Reads a PEM that came from outside: at most 64 KiB and ten certificates, and every block must parse.
 * Returns `undefined` for anything else.
 */
export const readServed = (pem: string): X509Certificate[] | undefined => {
  if (typeof pem !== 'string' || pem.length > MOST_BYTES) return undefined;
  const certificates = readTrusted(pem);
  const announced = pem.split('-----BEGIN ').length - 1;
  const whole = certificates.length > 0 && certificates.length === announced;
  return whole && announced <= MOST_CERTIFICATES ? certificates : undefined;
};

/** True if the certificate bears one of the names: among its SAN's DNS names or, without any SAN, as its one CN (RFC 9525, section 2). */
const bearsName = (certificate: X509Certificate, names: readonly string[]): boolean => {
  const subject = certificate.subjectAltName === undefined ? 'default' : 'never';
  if (subject === 'default' && Array.isArray(certificate.toLegacyObject().subject.CN)) return false;
  // A leading dot would make OpenSSL match any name below it.
  return names.some((name) => !name.startsWith('.') && certificate.checkHost(name, { subject, wildcards: false }));
};

/** Returns true if `at` lies within the certificate's dates, both included; never for an invalid Date. */
export const isInForce = (certificate: X509Certificate, at: Date): boolean =>
  certificate.validFromDate <= at && at <= certificate.validToDate;

/**
 * Returns true unless the certificate limits its purposes (RFC 5280, 4.2.1.12) to others than PayPal's, which is
 * server authentication.
 */
export const servesPurpose = (certificate: X509Certificate): boolean =>
  // Node names the extended key usages `keyUsage`; it is undefined where the extension is absent.
  (certificate.keyUsage as string[] | undefined)?.includes(SERVER_AUTHENTICATION) ?? true;

/** Returns true for an RSA key of at least 2048 bits. */
export const hasStrongRsaKey = ({ publicKey }: X509Certificate): boolean =>
  publicKey.asymmetricKeyType === 'rsa' && (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >= SMALLEST_RSA_BITS;

/**
 * Picks the signer's certificate, wherever in the PEM it is: the first that is no CA, preferably one that bears
 * an allowed name. Where all are CAs it is the first, which `faultOf` then refuses.
 */
export const pickLeaf = (served: readonly X509Certificate[], names: readonly string[]): X509Certificate | undefined => {
  const leaves = served.filter((certificate) => !certificate.ca);
  return leaves.find((leaf) => bearsName(leaf, names)) ?? leaves[0] ?? served[0];
};

/** Says what is wrong with a signer's certificate taken by itself, its chain aside; `undefined` if nothing is. */
export const faultOf = (leaf: X509Certificate, names: readonly string[], at: Date): CertificateFault | undefined => {
  if (leaf.ca || leaf.subject === leaf.issuer || !servesPurpose(leaf)) return 'not-a-leaf';
  if (!hasStrongRsaKey(leaf)) return 'weak-key';
  if (!bearsName(leaf, names)) return 'wrong-name';
  if (isInForce(leaf, at)) return undefined;
  return at < leaf.validFromDate ? 'premature-certificate' : 'expired-certificate';
};
