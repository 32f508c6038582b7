import { z } from 'zod';
import type { Chain } from './certificates.ts';
import type { Desk } from './desk.ts';
import { memberText } from './member-text.ts';
import { refuse, type Outcome } from './refusals.ts';
import { algorithm, certificateUrl, isSignedBy } from './signing.ts';

const claim = z.object({
  auth_algo: z.string().max(100),
  cert_url: z.string().max(500),
  transmission_id: z.string().max(50),
  transmission_sig: z.string().max(500),
  transmission_time: z.string().max(100),
  webhook_id: z.string().max(50),
  webhook_event: z.looseObject({}),
});

/**
 * POST /v1/notifications/verify-webhook-signature: 200 with SUCCESS or FAILURE, judged over the bytes of webhook_event as
 * they stand in the request.
 */
export const verifyWebhook = (desk: Desk, chain: Chain, body: unknown, raw: string): Outcome => {
  const parsed = claim.safeParse(body);
  if (!parsed.success) {
    return refuse('MISSING_REQUIRED_PARAMETER', { field: `/${parsed.error.issues[0]?.path.join('/') ?? ''}` });
  }
  const { auth_algo, cert_url, transmission_id, transmission_sig, transmission_time, webhook_id } = parsed.data;
  const event = Buffer.from(memberText(raw, 'webhook_event') ?? '');
  const transmission = { id: transmission_id, time: transmission_time, webhookId: webhook_id };
  const genuine =
    auth_algo === algorithm &&
    cert_url === certificateUrl(desk.url, chain) &&
    webhook_id === desk.settings.webhookId &&
    isSignedBy(chain, transmission, event, transmission_sig);
  return { status: 200, body: { verification_status: genuine ? 'SUCCESS' : 'FAILURE' } };
};
