import { headerValue, type WebhookHeaders } from './webhook-headers.ts';

/** PayPal's names for the headers, in `POST /v1/notifications/verify-webhook-signature`. */
const FIELDS = {
  auth_algo: 'paypal-auth-algo',
  cert_url: 'paypal-cert-url',
  transmission_id: 'paypal-transmission-id',
  transmission_sig: 'paypal-transmission-sig',
  transmission_time: 'paypal-transmission-time',
} as const;

/** `undefined` unless the text is one JSON object: anything else could close the field and add others of its own. */
const asJsonObject = (rawBody: string | Uint8Array): string | undefined => {
  try {
    // A fatal decoder, because a replaced byte would no longer be the body that PayPal signed.
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const text = typeof rawBody === 'string' ? rawBody : decoder.decode(rawBody);
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? text : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Returns the JSON text by which PayPal is asked to verify a webhook itself, the raw body spliced in verbatim: a
 * re-serialized one fails there. `undefined` if a header is missing or the body is no JSON object. PayPal returns 200
 * for a `FAILURE` too, so the response's `verification_status` has to be read.
 */
export const fallbackBody = (webhook: {
  headers: WebhookHeaders;
  rawBody: string | Uint8Array;
  webhookId: string;
}): string | undefined => {
  const event = asJsonObject(webhook.rawBody);
  const fields = Object.entries(FIELDS).map(([field, name]) => [field, headerValue(webhook.headers, name)] as const);
  if (event === undefined || fields.some(([, value]) => value === undefined)) return undefined;
  const known = JSON.stringify({ ...Object.fromEntries(fields), webhook_id: webhook.webhookId });
  return `${known.slice(0, -1)},"webhook_event":${event}}`;
};
