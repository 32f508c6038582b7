import { errorFields } from '../kit/log.ts';
import type { Routes } from '../kit/http/types.ts';
import { refuse } from '../kit/value/result.ts';
import { getOrder } from '../orders/public.ts';
import { referenceHash } from '../people/public.ts';
import type { payments } from './contract.ts';
import { settledBy, type SettledBy } from './domain/settled-by.ts';
import { eventFactsOf } from './settle/order-facts.ts';
import { deliveryOf } from './webhook/delivery.ts';
import { readEvent, type PayPalEvent } from './webhook/event.ts';
import { isStored, putEvent } from './store.ts';
import { isFromPayPal, type WebhookPorts } from './webhook/verify-webhook.ts';
import { checkForm } from './webhook/webhook-form.ts';
import { withdrawOrder } from './withdrawal/route.ts';

const parse = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
};

/** One read of the order that an event names saves most events their entry in the index, and some the settling. It may fail. */
const settledByNow = async (event: PayPalEvent, ports: WebhookPorts): Promise<SettledBy> => {
  try {
    const order = event.customId === undefined ? undefined : await getOrder(event.customId, ports);
    return settledBy(order && eventFactsOf(order), event, ports.now().getTime());
  } catch (error) {
    ports.log.warn('order not looked at', errorFields(error));
    return 'by-itself';
  }
};

/**
 * The webhook: what costs nothing is checked first, then the signature over the raw bytes; the event is reduced to a hint,
 * stored by one conditional write, and only then acknowledged. One delivery authorises one body (ADR 15).
 */
export const routes: Routes<typeof payments, WebhookPorts> = {
  withdrawOrder,

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
    const by = await settledByNow(event, ports);
    const hint = event.token === undefined ? event : { ...event, token: await referenceHash(event.token, ports) };
    if ((await putEvent({ ...delivery, ...hint }, ports, by)) !== 'forged') return { body: { received: true } };
    ports.log.error('webhook forged', { outcome: 'another-body' });
    return refuse('invalid-signature');
  },
};
