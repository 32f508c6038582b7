import { readFileSync } from 'node:fs';
import type { SignedWebhook } from '../../functions/payments/webhook/webhook-signature.ts';

const read = (file: string) => readFileSync(new URL(`./paypal-vectors/${file}`, import.meta.url), 'utf8');

type Vector = { webhookId: string; headers: Record<string, string>; body: string; certificate: string };

/** The issuer of the genuine webhook's certificate, which PayPal did not serve with it. */
export const digicertIssuer = read('digicert-sha2-ev-server-ca.pem');

/** A webhook that PayPal's sandbox really sent in 2017, judged at the time of its transmission. */
export const genuineWebhook = (): SignedWebhook & { headers: Record<string, string> } => {
  const { webhookId, headers, body, certificate } = JSON.parse(read('sandbox-2017.json')) as Vector;
  const at = new Date(headers['paypal-transmission-time'] ?? '');
  return { webhookId, headers, certificate, body: Buffer.from(body), anchors: [digicertIssuer], at };
};
