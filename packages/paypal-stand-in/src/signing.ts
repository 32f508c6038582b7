import { sign } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { bodyRefusal, type Outcome } from './outcomes.ts';
import type { Request, StandIn } from './stand-in.ts';

type Transmission = { id: string; time: string };

/** Where leaf certificates are served. */
export const certificatesPath = '/v1/notifications/certs/';

/** Returns the headers of a webhook, named as PayPal names them; the fault badSignature signs something else than the body. */
export const signedHeaders = (paypal: StandIn, { id, time }: Transmission, body: string): Record<string, string> => ({
  'Content-Type': 'application/json',
  'User-Agent': 'PayPal/AUHD-214.0-local-stand-in',
  'PAYPAL-TRANSMISSION-ID': id,
  'PAYPAL-TRANSMISSION-TIME': time,
  'PAYPAL-TRANSMISSION-SIG': signature(paypal, { id, time }, paypal.faults.set.badSignature ? `${body} ` : body),
  'PAYPAL-CERT-URL': certificateUrl(paypal),
  'PAYPAL-AUTH-ALGO': algorithm,
});

/**
 * POST /v1/notifications/verify-webhook-signature: 200 with SUCCESS or FAILURE. An event is genuine only byte for byte as it was
 * made, so its text is looked for in the request's own: parsed and written again it would lose spaces and the spelling of numbers.
 */
export const verifyWebhook = (paypal: StandIn, { body = {}, raw }: Request): Outcome => {
  const refusal = bodyRefusal('verification', body);
  if (refusal !== undefined) return refusal;
  const claim = body as Record<Claimed, string> & { webhook_event: { id?: string } };
  const text = JSON.stringify(paypal.state.row('event', claim.webhook_event.id ?? '')?.event) ?? '';
  const [before = '', after] = raw.split(text || raw, 2);
  const isWhole = after !== undefined && /"webhook_event"\s*:\s*$/.test(before);
  const transmission = { id: claim.transmission_id, time: claim.transmission_time };
  const genuine =
    isWhole &&
    claim.auth_algo === algorithm &&
    claim.cert_url === certificateUrl(paypal) &&
    claim.webhook_id === paypal.settings.webhookId &&
    // RSA signs alike each time.
    claim.transmission_sig === signature(paypal, transmission, text);
  return { status: 200, body: { verification_status: genuine ? 'SUCCESS' : 'FAILURE' } };
};

type Claimed = `transmission_${'id' | 'time' | 'sig'}` | 'auth_algo' | 'cert_url' | 'webhook_id';

const algorithm = 'SHA256withRSA';

/** Signed are the ids, the time and the CRC-32 of the raw body as an unsigned decimal. */
const signature = ({ settings, chain }: StandIn, { id, time }: Transmission, body: string): string => {
  const text = `${id}|${time}|${settings.webhookId}|${crc32(body)}`;
  return sign('sha256', Buffer.from(text), chain.keyPem).toString('base64');
};

const certificateUrl = ({ url, chain }: StandIn): string => `${url}${certificatesPath}${chain.name}`;
