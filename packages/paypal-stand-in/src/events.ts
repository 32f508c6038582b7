import { eventId } from './ids.ts';
import type { WebhookEvent } from './paypal-types.ts';
import type { StandIn } from './stand-in.ts';
import type { EventRow } from './state.ts';

type About = Pick<WebhookEvent, 'resource_type' | 'summary' | 'resource'>;

/** Returns the row of a new webhook event; whoever commits it sends it. */
export const newEvent = ({ url, now }: StandIn, orderId: string, event_type: string, about: About): EventRow => {
  const id = eventId();
  const self = `${url}/v1/notifications/webhooks-events/${id}`;
  const event: WebhookEvent = {
    id,
    event_version: '1.0',
    create_time: now().toISOString(),
    resource_type: about.resource_type,
    resource_version: '2.0',
    event_type,
    summary: about.summary,
    resource: about.resource,
    links: [
      { href: self, rel: 'self', method: 'GET' },
      { href: `${self}/resend`, rel: 'resend', method: 'POST' },
    ],
  };
  return { kind: 'event', id, orderId, event };
};
