import { sign, verify, X509Certificate } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Chain } from './certificates.ts';
import { bodyRefusal, type Outcome } from './refusals.ts';
import type { Request, StandIn } from './stand-in.ts';

/** What a webhook's signature is made over, besides the body. */
type Transmission = { id: string; time: string; webhookId: string };

const algorithm = 'SHA256withRSA';

/** Where leaf certificates are served. */
export const certificatesPath = '/v1/notifications/certs/';

/** Returns the headers of a webhook, named as PayPal names them, with a signature over the body; the fault badSignature spoils it. */
export const signedHeaders = (
  { settings, faults, chain, url }: StandIn,
  { id, time }: Omit<Transmission, 'webhookId'>,
  body: Buffer,
): Record<string, string> => {
  const signed = faults.set.badSignature === true ? Buffer.concat([body, Buffer.from(' ')]) : body;
  const text = signedText({ id, time, webhookId: settings.webhookId }, signed);
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'PayPal/AUHD-214.0-local-stand-in',
    'PAYPAL-TRANSMISSION-ID': id,
    'PAYPAL-TRANSMISSION-TIME': time,
    'PAYPAL-TRANSMISSION-SIG': sign('sha256', text, chain.keyPem).toString('base64'),
    'PAYPAL-CERT-URL': certificateUrl(url, chain),
    'PAYPAL-AUTH-ALGO': algorithm,
  };
};

/**
 * POST /v1/notifications/verify-webhook-signature: 200 with SUCCESS or FAILURE. An event is genuine only byte for byte as it was
 * made, so its text is looked for in the request's own: parsed and written again it would lose spaces and the spelling of numbers.
 */
export const verifyWebhook = (paypal: StandIn, { body, raw }: Request): Outcome => {
  const refusal = bodyRefusal('webhooks', 'verify_webhook_signature', body ?? {});
  if (refusal !== undefined) return refusal;
  const claim = body as Record<string, string> & { webhook_event: { id?: string } };
  const event = paypal.state.row('event', claim.webhook_event.id ?? '')?.event;
  const text = JSON.stringify(event) ?? '';
  const [before = '', after] = raw.split(text, 2);
  const isWhole = event !== undefined && after !== undefined && /"webhook_event"\s*:\s*$/.test(before);
  const genuine =
    isWhole &&
    claim['auth_algo'] === algorithm &&
    claim['cert_url'] === certificateUrl(paypal.url, paypal.chain) &&
    claim['webhook_id'] === paypal.settings.webhookId &&
    isSigned(paypal.chain, claim, text);
  return { status: 200, body: { verification_status: genuine ? 'SUCCESS' : 'FAILURE' } };
};

/** The text that is signed: the ids, the time and the CRC-32 of the raw body as an unsigned decimal. */
const signedText = ({ id, time, webhookId }: Transmission, body: Uint8Array | string): Buffer =>
  Buffer.from(`${id}|${time}|${webhookId}|${crc32(body)}`);

const isSigned = ({ leafPem }: Chain, claim: Record<string, string>, text: string): boolean => {
  const { transmission_id: id = '', transmission_time: time = '', webhook_id: webhookId = '' } = claim;
  const signature = Buffer.from(claim['transmission_sig'] ?? '', 'base64');
  return verify('sha256', signedText({ id, time, webhookId }, text), new X509Certificate(leafPem).publicKey, signature);
};

const certificateUrl = (url: string, { name }: Chain): string => `${url}${certificatesPath}${name}`;
