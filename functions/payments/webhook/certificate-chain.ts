import type { X509Certificate } from 'node:crypto';
import { hasStrongRsaKey, isInForce, servesPurpose } from './certificate.ts';

/** Certificates between the signer's and the anchor, at most: public chains have one or two. */
const MOST_INTERMEDIATES = 4;

/** DER object ids, looked for in the raw bytes: Node tells a certificate's signature algorithm only from 24.9 on, its name constraints never. */
const NAME_CONSTRAINTS = Buffer.from('0603551d1e', 'hex');
const BROKEN_DIGESTS = [
  Buffer.from('06092a864886f70d010104', 'hex'), // md5WithRSAEncryption
  Buffer.from('06092a864886f70d010105', 'hex'), // sha1WithRSAEncryption
  Buffer.from('06072a8648ce3d0401', 'hex'), // ecdsa-with-SHA1
];

const hasBrokenDigest = ({ raw }: X509Certificate) => BROKEN_DIGESTS.some((oid) => raw.includes(oid));

const hasStrongKey = (certificate: X509Certificate) =>
  certificate.publicKey.asymmetricKeyType === 'ec' || hasStrongRsaKey(certificate);

/** A CA whose word counts at that moment. One with name constraints is refused, because they are not judged here. */
const mayIssue = (certificate: X509Certificate, at: Date) =>
  certificate.ca &&
  isInForce(certificate, at) &&
  hasStrongKey(certificate) &&
  servesPurpose(certificate) &&
  !certificate.raw.includes(NAME_CONSTRAINTS);

const issued = (issuer: X509Certificate, subject: X509Certificate, at: Date): boolean => {
  if (!subject.checkIssued(issuer)) return false;
  try {
    return mayIssue(issuer, at) && subject.verify(issuer.publicKey);
  } catch {
    // OpenSSL throws where it does not know the key, or the key does not fit the signature's algorithm.
    return false;
  }
};

/**
 * Returns true if the leaf was issued by an anchor, directly or through CAs among the served certificates. Whatever is
 * served only helps to get to an anchor and is never trusted by itself; every certificate is used once, so loops end.
 */
export const isTrusted = (
  leaf: X509Certificate,
  served: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  at: Date,
): boolean => {
  let unused = [...served];
  let reached = [leaf];
  for (let passed = 0; passed <= MOST_INTERMEDIATES && reached.length > 0; passed += 1) {
    const subjects = reached.filter((subject) => !hasBrokenDigest(subject));
    const issuedAny = (issuer: X509Certificate) => subjects.some((subject) => issued(issuer, subject, at));
    if (anchors.some(issuedAny)) return true;
    reached = unused.filter(issuedAny);
    unused = unused.filter((certificate) => !reached.includes(certificate));
  }
  return false;
};
