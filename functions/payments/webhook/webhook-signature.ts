import { type X509Certificate, verify } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type CertificateFault, faultOf, pickLeaf, readServed, readTrusted } from './certificate.ts';
import { isTrusted } from './certificate-chain.ts';
import { ALGORITHM, decodeSignature } from './webhook-form.ts';
import { type WebhookHeaders, readTransmission } from './webhook-headers.ts';

/** Why a webhook is not taken for PayPal's. */
export type SignatureRefusal =
  | 'missing-header'
  | 'unsupported-algorithm'
  | 'malformed-certificate'
  | CertificateFault
  | 'bad-signature'
  | 'untrusted-chain'
  | 'unreadable-input';

/** A webhook with all that it is judged by. `certificate` is the PEM from PayPal; `anchors` are PEMs of trusted roots and intermediates. */
export type SignedWebhook = {
  body: Uint8Array;
  headers: WebhookHeaders;
  webhookId: string;
  certificate: string;
  anchors: readonly string[];
  at: Date;
  names?: readonly string[];
};

/** The verdict on a webhook. */
export type SignatureVerdict = { ok: true } | { ok: false; reason: SignatureRefusal };

/** The names that PayPal's signing certificates bear, live and sandbox. */
export const PAYPAL_CERTIFICATE_NAMES = [
  'messageverificationcerts.paypal.com',
  'messageverificationcerts.sandbox.paypal.com',
] as const;

const isSignedBy = (leaf: X509Certificate, message: string, signature: string): boolean => {
  const bytes = decodeSignature(signature);
  return bytes !== undefined && verify('RSA-SHA256', Buffer.from(message), leaf.publicKey, bytes);
};

const judge = (webhook: SignedWebhook): SignatureRefusal | undefined => {
  const { body, webhookId, at, names = PAYPAL_CERTIFICATE_NAMES } = webhook;
  const transmission = readTransmission(webhook.headers);
  if (!transmission) return 'missing-header';
  if (transmission.algorithm !== ALGORITHM) return 'unsupported-algorithm';
  const served = readServed(webhook.certificate);
  const leaf = served && pickLeaf(served, names);
  if (!leaf) return 'malformed-certificate';
  const fault = faultOf(leaf, names, at);
  if (fault) return fault;
  const message = `${transmission.id}|${transmission.time}|${webhookId}|${crc32(body)}`;
  if (!isSignedBy(leaf, message, transmission.signature)) return 'bad-signature';
  // Last, so that `untrusted-chain` means that all else holds and PayPal itself is worth asking.
  return isTrusted(leaf, served, webhook.anchors.flatMap(readTrusted), at) ? undefined : 'untrusted-chain';
};

/**
 * Judges by PayPal's rule (message `transmissionId|transmissionTime|webhookId|crc32 of the raw body`, RSA with SHA-256)
 * whether a webhook is PayPal's. It never throws. `untrusted-chain` is the one refusal after which PayPal can be asked.
 */
export const verifySignature = (webhook: SignedWebhook): SignatureVerdict => {
  try {
    const reason = judge(webhook);
    return reason === undefined ? { ok: true } : { ok: false, reason };
  } catch {
    return { ok: false, reason: 'unreadable-input' };
  }
};
