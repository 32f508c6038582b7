import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
const messageName = 'messageverificationcerts.sandbox.paypal.com';
const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};
const day = 86_400_000;
const leafDays = 398;

/** Returns the chain kept in a folder (file mode 0600), made when there is none or when its leaf has under 30 days left. */
export const openChain = async (dir: string, now: Date): Promise<Chain> => {
  const file = join(dir, 'signing.json');
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Chain;
    if (Date.parse(kept.notAfter) > now.getTime() + 30 * day) return kept;
  }
  const chain = await newChain(now);
  mkdirSync(dir, { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(chain), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return chain;
};

/** A new chain: root, intermediate, and a leaf that carries PayPal's name. */
const newChain = async (now: Date): Promise<Chain> => {
  const until = (days: number) => new Date(now.getTime() + days * day);
  const root = await issue('Local Message Root CA', now, until(3650));
  const middle = await issue('Local Message Intermediate CA', now, until(3650), root);
  const leaf = await issue(messageName, now, until(leafDays), middle);
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', leaf.keys.privateKey);
  return {
    name: `CERT-${[1, 2, 3].map(() => randomBytes(4).toString('hex')).join('-')}`,
    leafPem: leaf.pem,
    keyPem: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
    intermediatePem: middle.pem,
    rootPem: root.pem,
    notAfter: until(leafDays).toISOString(),
  };
};

const { digitalSignature, keyEncipherment, keyCertSign, cRLSign } = x509.KeyUsageFlags;
const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;

/** What a certificate may be used for: the leaf to sign, the others to issue. */
const extensionsOf = (name: string) => {
  const isLeaf = name === messageName;
  return [
    new x509.BasicConstraintsExtension(!isLeaf, undefined, true),
    new x509.KeyUsagesExtension(isLeaf ? digitalSignature | keyEncipherment : keyCertSign | cRLSign, true),
    ...(isLeaf ? [new x509.ExtendedKeyUsageExtension([serverAuth, clientAuth])] : []),
    ...(isLeaf ? [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }])] : []),
  ];
};

type Issued = { subject: string; keys: webcrypto.CryptoKeyPair; pem: string };

/** A certificate with keys of its own, signed by its issuer or by itself. */
const issue = async (name: string, now: Date, notAfter: Date, issuer?: Issued): Promise<Issued> => {
  const subject = `CN=${name}, O=PayPal stand-in (not PayPal)`;
  const keys = await webcrypto.subtle.generateKey(rsa, true, ['sign', 'verify']);
  const signer = issuer ?? { subject, keys };
  const certificate = await x509.X509CertificateGenerator.create({
    // A serial number is positive, so its first bit is clear.
    serialNumber: `4${randomBytes(16).toString('hex').slice(1)}`,
    subject,
    issuer: signer.subject,
    // From a day ago, so that a clock that is a little behind accepts it.
    notBefore: new Date(now.getTime() - day),
    notAfter,
    signingAlgorithm: rsa,
    publicKey: keys.publicKey,
    signingKey: signer.keys.privateKey,
    extensions: extensionsOf(name),
  });
  return { subject, keys, pem: certificate.toString('pem') };
};
