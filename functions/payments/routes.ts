import type { Routes } from '../kit/http/types.ts';
import { refuse } from '../kit/value/result.ts';
import type { payments } from './contract.ts';
import { deliveryOf } from './webhook/delivery.ts';
import { readEvent } from './webhook/event.ts';
import { isStored, putEvent } from './store.ts';
import { isFromPayPal, type WebhookPorts } from './webhook/verify-webhook.ts';
import { checkForm } from './webhook/webhook-form.ts';

const parse = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
};

/**
 * The webhook: what costs nothing is checked first, then the signature over the raw bytes; the event is reduced to a hint,
 * stored by one conditional write, and only then answered. One delivery authorises one body (ADR 15).
 */
export const routes: Routes<typeof payments, WebhookPorts> = {
  webhook: async ({ signed }, ports) => {
    const form = checkForm(signed.headers, ports.now());
    if (!form.ok) {
      ports.log.warn('webhook does not verify', { outcome: form.reason });
      return refuse('invalid-signature');
    }
    const event = readEvent(parse(signed.bytes));
    if (!event) return refuse('malformed-json');
    const delivery = deliveryOf(form.transmission, signed.bytes);
    const verifiedBefore = () => isStored(delivery.id, ports);
    if (!(await isFromPayPal(signed, verifiedBefore, ports))) return refuse('invalid-signature');
    if ((await putEvent({ ...delivery, ...event }, ports)) !== 'forged') return { body: { received: true } };
    ports.log.error('webhook forged', { outcome: 'another-body' });
    return refuse('invalid-signature');
  },
};
