import type { Delivery } from '../../functions/payments/webhook/delivery.ts';
import type { PayPalEvent } from '../../functions/payments/webhook/event.ts';

/** A delivery as the webhook stores it; whatever a test does not name is made up from the id. */
export const delivery = (id: string, more: Partial<Delivery & PayPalEvent> = {}): Delivery & PayPalEvent => ({
  id,
  event: `WH-of-${id}`,
  type: 'CHECKOUT.ORDER.APPROVED',
  signature: `signature-of-${id}`,
  body: `body-of-${id}`,
  ...more,
});
