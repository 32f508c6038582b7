import { eventId } from './ids.ts';
import type { StandIn } from './stand-in.ts';
import type { EventRow } from './state.ts';

type About = {
  resource_type: string;
  resource_version?: string;
  summary: string;
  resource: Record<string, unknown>;
};

/** Returns the row of a new webhook event; whoever commits it sends it. */
export const newEvent = ({ url, now }: StandIn, orderId: string, event_type: string, about: About): EventRow => {
  const id = eventId();
  const self = `${url}/v1/notifications/webhooks-events/${id}`;
  const links = [
    { href: self, rel: 'self', method: 'GET' },
    { href: `${self}/resend`, rel: 'resend', method: 'POST' },
  ];
  const head = { id, event_version: '1.0', create_time: now().toISOString(), resource_version: '2.0', event_type };
  return { kind: 'event', id, orderId, event: { ...head, ...about, links } };
};
