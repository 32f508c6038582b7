import { captureView } from './capture-view.ts';
import type { Desk } from './desk.ts';
import { eventId } from './ids.ts';
import { orderView } from './order-view.ts';
import { refundView } from './refund-view.ts';
import type { CaptureRow, EventRow, OrderRow, RefundRow } from './rows.ts';
import type { EventType, Money, WebhookEvent } from './wire.ts';

type About = Pick<WebhookEvent, 'event_type' | 'resource_type' | 'summary' | 'resource'>;

/** CHECKOUT.ORDER.APPROVED, with the order and its payer. */
export const approvedEvent = (desk: Desk, order: OrderRow): EventRow => {
  return row(desk, order.id, {
    event_type: 'CHECKOUT.ORDER.APPROVED',
    resource_type: 'checkout-order',
    summary: 'An order has been approved by buyer',
    resource: orderView(desk, order),
  });
};

/** CHECKOUT.PAYMENT-APPROVAL.REVERSED, which names the order in `order_id` and has no `id`. */
export const reversedEvent = (desk: Desk, order: OrderRow): EventRow => {
  const units = order.units.map(({ reference_id, custom_id, invoice_id }) => ({ reference_id, custom_id, invoice_id }));
  return row(desk, order.id, {
    event_type: 'CHECKOUT.PAYMENT-APPROVAL.REVERSED',
    resource_type: 'checkout-order',
    summary: 'A payment has been reversed after approval.',
    resource: { order_id: order.id, purchase_units: units, payment_source: { paypal: {} } },
  });
};

/** The event of a capture's status; PayPal says DECLINED of a capture refused at once, and DENIED after a review. */
export const captureEvent = (
  desk: Desk,
  capture: CaptureRow,
  when: 'at once' | 'after review' = 'at once',
): EventRow => {
  const [event_type, words] = captureWords(capture, when);
  const summary = `Payment ${words} for ${spoken(capture.amount)}`;
  return row(desk, capture.orderId, {
    event_type,
    resource_type: 'capture',
    summary,
    resource: captureView(desk, capture),
  });
};

/** PAYMENT.CAPTURE.REFUNDED, whose resource is the refund. */
export const refundEvent = (desk: Desk, refund: RefundRow, orderId: string): EventRow => {
  return row(desk, orderId, {
    event_type: 'PAYMENT.CAPTURE.REFUNDED',
    resource_type: 'refund',
    summary: `A ${spoken(refund.amount)} capture payment was refunded`,
    resource: refundView(desk, refund),
  });
};

const captureWords = ({ status }: CaptureRow, when: 'at once' | 'after review'): [type: EventType, words: string] => {
  if (status === 'PENDING') return ['PAYMENT.CAPTURE.PENDING', 'pending'];
  if (status !== 'DECLINED') return ['PAYMENT.CAPTURE.COMPLETED', 'completed'];
  return when === 'at once' ? ['PAYMENT.CAPTURE.DECLINED', 'declined'] : ['PAYMENT.CAPTURE.DENIED', 'denied'];
};

const spoken = ({ value, currency_code }: Money): string => {
  return currency_code === 'USD' ? `$ ${value} USD` : `${value} ${currency_code}`;
};

const row = (desk: Desk, orderId: string, about: About): EventRow => {
  const id = eventId(desk.ports.random);
  const self = `${desk.url}/v1/notifications/webhooks-events/${id}`;
  const event: WebhookEvent = {
    id,
    event_version: '1.0',
    create_time: desk.ports.now().toISOString(),
    resource_type: about.resource_type,
    resource_version: '2.0',
    event_type: about.event_type,
    summary: about.summary,
    resource: about.resource,
    links: [
      { href: self, rel: 'self', method: 'GET' },
      { href: `${self}/resend`, rel: 'resend', method: 'POST' },
    ],
  };
  return { kind: 'event', id, orderId, event };
};
