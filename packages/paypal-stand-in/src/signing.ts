import { sign, verify, X509Certificate } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Chain } from './certificates.ts';

/** What a webhook's signature is made over, besides the body. */
export type Transmission = {
  id: string;
  time: string;
  webhookId: string;
};

/** PayPal's signature algorithm, by the name that PayPal gives it. */
export const algorithm = 'SHA256withRSA';

/** The text that is signed: the ids, the time and the CRC-32 of the raw body as an unsigned decimal. */
export const signedText = ({ id, time, webhookId }: Transmission, body: Uint8Array): string => {
  return `${id}|${time}|${webhookId}|${crc32(body)}`;
};

/** The signature of a webhook, base64. */
export const signWebhook = (chain: Chain, transmission: Transmission, body: Uint8Array): string => {
  return sign('sha256', Buffer.from(signedText(transmission, body)), chain.keyPem).toString('base64');
};

/** Whether a signature is this chain's. */
export const isSignedBy = (chain: Chain, transmission: Transmission, body: Uint8Array, signature: string): boolean => {
  const key = new X509Certificate(chain.leafPem).publicKey;
  return verify('sha256', Buffer.from(signedText(transmission, body)), key, Buffer.from(signature, 'base64'));
};

/** Where the leaf is served. */
export const certificateUrl = (url: string, chain: Chain): string => {
  return `${url}/v1/notifications/certs/${chain.name}`;
};
