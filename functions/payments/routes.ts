import type { Routes } from '../kit/http/types.ts';
import { refuse } from '../kit/result.ts';
import type { payments } from './contract.ts';
import { deliveryOf } from './delivery.ts';
import { readEvent } from './event.ts';
import { putEvent } from './store.ts';
import { isFromPayPal, type WebhookPorts } from './verify-webhook.ts';
import { readTransmission } from './webhook-headers.ts';

const parse = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
};

/** The webhook: verified over the raw bytes, reduced to a hint, stored by one conditional write, and only then answered. */
export const routes: Routes<typeof payments, WebhookPorts> = {
  webhook: async ({ signed }, ports) => {
    if (!(await isFromPayPal(signed, ports))) return refuse('invalid-signature');
    const event = readEvent(parse(signed.bytes));
    if (!event) return refuse('malformed-json');
    const transmission = readTransmission(signed.headers);
    if (!transmission) return refuse('invalid-signature');
    const put = await putEvent({ ...deliveryOf(transmission, signed.bytes), ...event }, ports);
    if (put === 'forged') return refuse('invalid-signature');
    return { body: { received: true } };
  },
};
