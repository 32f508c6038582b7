import { webcrypto } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { verifySignature } from '../../functions/payments/webhook/webhook-signature.ts';
import { type Issued, IN_FORCE } from '../harness/certificate-chain.ts';

/** A webhook as PayPal would send it, signed by the given certificate's key; of one transmission unless another is named. */
export const signWebhook = async (
  body: Uint8Array,
  webhookId: string,
  signer: Issued,
  { id = '071f7d20-1584-11e7-abf0-6b62a8a99ac4', time = '2026-06-01T00:00:00Z' } = {},
) => {
  const message = Buffer.from(`${id}|${time}|${webhookId}|${crc32(body)}`);
  const signature = await webcrypto.subtle.sign('RSASSA-PKCS1-v1_5', signer.keys.privateKey, message);
  const headers: Record<string, string> = {
    'paypal-transmission-id': id,
    'paypal-transmission-time': time,
    'paypal-transmission-sig': Buffer.from(signature).toString('base64'),
    'paypal-auth-algo': 'SHA256withRSA',
    'paypal-cert-url': 'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-a5cafa77',
  };
  return { body, headers, webhookId };
};

/** The certificates served with a webhook, and those trusted. */
export type Chain = { served?: readonly Issued[]; anchors?: readonly Issued[] };

/** The verdict, in one word, on a webhook that the leaf truly signed: only the certificates decide. */
export const judgeSigned = async (leaf: Issued, { served = [leaf], anchors = [] }: Chain) => {
  const webhook = await signWebhook(Buffer.from('{"id":"WH-1","amount":1.0,"links":{}}'), '4JH86294D6297924G', leaf);
  const certificate = served.map(({ pem }) => pem).join('\n');
  const verdict = verifySignature({ ...webhook, certificate, anchors: anchors.map(({ pem }) => pem), at: IN_FORCE });
  return verdict.ok ? 'trusted' : verdict.reason;
};
