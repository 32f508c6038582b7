import * as z from 'zod/mini';
import type { Ports } from '../../kit/ports.ts';
import { Unavailable } from '../../kit/http/problem.ts';
import type { Secrets } from '../../kit/crypto/secrets.ts';
import { anchorsFor } from './anchors.ts';
import { CertificateError, type CertificateSource } from './certificates.ts';
import { certificateUrl } from './certificate-url.ts';
import { PayPalSecret, type PayPalClient } from '../../paypal/public.ts';
import { fallbackBody } from './webhook-fallback.ts';
import { headerValue, type WebhookHeaders } from './webhook-headers.ts';
import { PAYPAL_CERTIFICATE_NAMES, verifySignature } from './webhook-signature.ts';

export type WebhookPorts = Ports & { secrets: Secrets; paypal: PayPalClient; certificates: CertificateSource };
type Message = { bytes: Uint8Array; headers: WebhookHeaders };

const Verdict = z.object({ verification_status: z.string() });
const [live, sandbox] = PAYPAL_CERTIFICATE_NAMES;

/** A live stage takes PayPal's live certificate alone, a sandbox stage the sandbox one; a stand-in may have either. */
const namesFor = (apiBase: string): readonly string[] => {
  const { hostname } = new URL(apiBase);
  if (!hostname.endsWith('.paypal.com')) return PAYPAL_CERTIFICATE_NAMES;
  return hostname.endsWith('.sandbox.paypal.com') ? [sandbox] : [live];
};

/** Asks PayPal itself. It returns 200 for a failure too, so the status in the body decides. */
const askPayPal = async ({ bytes, headers }: Message, webhookId: string, ports: WebhookPorts): Promise<boolean> => {
  const body = fallbackBody({ headers, rawBody: bytes, webhookId });
  if (body === undefined) return false;
  const response = await ports.paypal({ method: 'POST', path: '/v1/notifications/verify-webhook-signature', body });
  const verdict = z.safeParse(Verdict, response.body);
  if (response.status >= 500 || (response.status === 200 && !verdict.success)) throw new Unavailable('no verdict');
  return response.status === 200 && verdict.data?.verification_status === 'SUCCESS';
};

const certificateOf = async (url: string, ports: WebhookPorts): Promise<string | undefined> => {
  try {
    return await ports.certificates.get(url, ports.now());
  } catch (error) {
    if (error instanceof CertificateError && error.reason === 'absent') return undefined;
    const outcome = error instanceof CertificateError ? error.reason : 'failed';
    ports.log.warn('certificate not fetched', { outcome });
    throw new Unavailable('the certificate cannot be had', { cause: error });
  }
};

const refused = (reason: string, ports: WebhookPorts): false => {
  ports.log.warn('webhook does not verify', { outcome: reason });
  return false;
};

/**
 * Returns whether a message was signed by PayPal for this stage's webhook. A chain that cannot be built here is left to
 * PayPal's own verification call, unless this very signature has passed before. Throws Unavailable when it could not be
 * found out, so that PayPal delivers again.
 */
export const isFromPayPal = async (
  message: Message,
  verifiedBefore: () => Promise<boolean>,
  ports: WebhookPorts,
): Promise<boolean> => {
  const { apiBase } = ports.paypal;
  const address = headerValue(message.headers, 'paypal-cert-url');
  if (address === undefined) return refused('missing-header', ports);
  const named = certificateUrl(address, { apiBase, allowLoopbackHttp: ports.settings.stage === 'local' });
  if (!named.ok) return refused(named.reason, ports);
  const { webhookId, trustAnchors } = await ports.secrets('paypal', PayPalSecret);
  const certificate = await certificateOf(named.url, ports);
  if (certificate === undefined) return refused('absent-certificate', ports);
  const verdict = verifySignature({
    body: message.bytes,
    headers: message.headers,
    webhookId,
    certificate,
    anchors: anchorsFor(trustAnchors),
    at: ports.now(),
    names: namesFor(apiBase),
  });
  if (verdict.ok) return true;
  refused(verdict.reason, ports);
  return verdict.reason === 'untrusted-chain' && ((await verifiedBefore()) || askPayPal(message, webhookId, ports));
};
