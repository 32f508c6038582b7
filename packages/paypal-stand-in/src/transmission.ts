import type { Chain } from './certificates.ts';
import type { Desk } from './desk.ts';
import { algorithm, certificateUrl, signWebhook } from './signing.ts';

/** The headers of a webhook, named as PayPal names them, with a signature over the body; the fault badSignature spoils it. */
export const signedHeaders = (
  desk: Desk,
  chain: Chain,
  { id, time }: { id: string; time: string },
  body: Uint8Array,
): Record<string, string> => {
  const transmission = { id, time, webhookId: desk.settings.webhookId };
  const signed = desk.faults.set.badSignature === true ? Buffer.concat([body, Buffer.from(' ')]) : body;
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'PayPal/AUHD-214.0-local-stand-in',
    'PAYPAL-TRANSMISSION-ID': id,
    'PAYPAL-TRANSMISSION-TIME': time,
    'PAYPAL-TRANSMISSION-SIG': signWebhook(chain, transmission, signed),
    'PAYPAL-CERT-URL': certificateUrl(desk.url, chain),
    'PAYPAL-AUTH-ALGO': algorithm,
  };
};
