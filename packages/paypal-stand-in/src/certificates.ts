import 'reflect-metadata';
import { createPrivateKey, randomBytes, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Extension, X509Certificate } from '@peculiar/x509';

// Imported late, because a CommonJS library may otherwise be loaded before the module that it needs beside it has run.
const x509 = await import('@peculiar/x509');

/** The chain that webhooks are signed with; `name` is the last part of the leaf's URL, and changes with the leaf. */
export type Chain = {
  name: string;
  leafPem: string;
  keyPem: string;
  intermediatePem: string;
  rootPem: string;
  notAfter: string;
};

/** The name that PayPal's sandbox signs its webhooks under. */
export const messageName = 'messageverificationcerts.sandbox.paypal.com';

const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};
const organization = 'Candor local stand-in (not PayPal)';
const day = 86_400_000;

/** The chain kept in a folder (file mode 0600), made when there is none or when its leaf has under 30 days left. */
export const openChain = async (dir: string, now: Date): Promise<Chain> => {
  const file = join(dir, 'signing.json');
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Chain;
    if (Date.parse(kept.notAfter) > now.getTime() + 30 * day) return kept;
  }
  const chain = await makeChain(now);
  mkdirSync(dir, { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(chain), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return chain;
};

/** A new chain: root, intermediate, and a leaf that is good for 398 days and carries PayPal's name. */
export const makeChain = async (now: Date): Promise<Chain> => {
  const [rootKeys, middleKeys, leafKeys] = await Promise.all([newKeys(), newKeys(), newKeys()]);
  const root = authority('Root', now);
  const middle = authority('Intermediate', now);
  const rootCertificate = await certificate(root, root.subject, rootKeys, rootKeys);
  const middleCertificate = await certificate(middle, root.subject, middleKeys, rootKeys);
  const leaf = leafParameters(now);
  const leafCertificate = await certificate(leaf, middle.subject, leafKeys, middleKeys);
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', leafKeys.privateKey));
  return {
    name: `CERT-${randomBytes(4).toString('hex')}-${randomBytes(4).toString('hex')}-${randomBytes(4).toString('hex')}`,
    leafPem: leafCertificate.toString('pem'),
    keyPem: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
      .export({ format: 'pem', type: 'pkcs8' })
      .toString(),
    intermediatePem: middleCertificate.toString('pem'),
    rootPem: rootCertificate.toString('pem'),
    notAfter: leaf.notAfter.toISOString(),
  };
};

type Parameters = {
  subject: string;
  notBefore: Date;
  notAfter: Date;
  extensions: Extension[];
};

const authority = (rank: string, now: Date): Parameters => {
  const usage = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign;
  return {
    subject: `CN=Local Message ${rank} CA, O=${organization}`,
    ...validity(now, 3650),
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true), new x509.KeyUsagesExtension(usage, true)],
  };
};

const leafParameters = (now: Date): Parameters => {
  const usage = x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment;
  return {
    subject: `CN=${messageName}, O=${organization}`,
    ...validity(now, 398),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(usage, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: messageName }]),
    ],
  };
};

/** From a day ago, so that a clock that is a little behind accepts it. */
const validity = (now: Date, days: number): { notBefore: Date; notAfter: Date } => {
  return { notBefore: new Date(now.getTime() - day), notAfter: new Date(now.getTime() + days * day) };
};

const newKeys = async (): Promise<webcrypto.CryptoKeyPair> => {
  return webcrypto.subtle.generateKey(rsa, true, ['sign', 'verify']);
};

const certificate = async (
  { subject, notBefore, notAfter, extensions }: Parameters,
  issuer: string,
  keys: webcrypto.CryptoKeyPair,
  signers: webcrypto.CryptoKeyPair,
): Promise<X509Certificate> => {
  const identifiers = await Promise.all([
    x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    x509.AuthorityKeyIdentifierExtension.create(signers.publicKey),
  ]);
  return x509.X509CertificateGenerator.create({
    // A serial number is positive, so its first bit is clear.
    serialNumber: `4${randomBytes(16).toString('hex').slice(1)}`,
    subject,
    issuer,
    notBefore,
    notAfter,
    signingAlgorithm: rsa,
    publicKey: keys.publicKey,
    signingKey: signers.privateKey,
    extensions: [...extensions, ...identifiers],
  });
};
