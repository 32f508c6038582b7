import { readFileSync } from 'node:fs';
import {
  type SignatureRefusal,
  type SignedWebhook,
  verifySignature,
} from '../../functions/payments/webhook/webhook-signature.ts';

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

/** The genuine webhook, and what is judged of it when something of it is changed. */
export const genuine = genuineWebhook();
export const judge = (change: Partial<SignedWebhook>) => verifySignature({ ...genuine, ...change });
export const withHeader = (name: string, value: string | string[] | undefined) => ({
  ...genuine.headers,
  [name]: value,
});
export const refusedFor = (reason: SignatureRefusal) => ({ ok: false, reason });
