import * as z from 'zod/mini';
import { Unavailable } from '../kit/http/problem.ts';
import type { AskPayPal } from './client.ts';

const List = z.object({
  events: z.optional(z.array(z.unknown())),
  links: z.optional(z.array(z.object({ rel: z.string(), href: z.string() }))),
});

/** What more pages than these would hold is left to the next run. */
const mostPages = 40;

/**
 * Returns the webhook events that PayPal made between two times, at most 30 days back, delivered or not; they name payers, so
 * that they are read for ids and dropped. `unavailable` when the app may not list them.
 */
export const listEvents = async (
  call: AskPayPal,
  { from, to }: { from: Date; to: Date },
): Promise<unknown[] | 'unavailable'> => {
  const query = new URLSearchParams({ start_time: from.toISOString(), end_time: to.toISOString(), page_size: '100' });
  const found: unknown[] = [];
  let path: string | undefined = `/v1/notifications/webhooks-events?${query}`;
  for (let page = 0; path !== undefined && page < mostPages; page += 1) {
    const response = await call({ method: 'GET', path });
    if (response.status === 403 || response.status === 404) return 'unavailable';
    const parsed = z.safeParse(List, response.body);
    if (response.status >= 300 || !parsed.success) throw new Unavailable('PayPal gave no list of events');
    found.push(...(parsed.data.events ?? []));
    const next = parsed.data.links?.find(({ rel }) => rel === 'next')?.href;
    const url: URL | undefined = next === undefined ? undefined : new URL(next, 'https://paypal.invalid');
    path = url && `${url.pathname}${url.search}`;
  }
  return found;
};
