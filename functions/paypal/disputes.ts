import * as z from 'zod/mini';
import { Unavailable } from '../kit/http/problem.ts';
import { Amount, moneyOf } from './amount.ts';
import type { AskPayPal } from './client.ts';
import type { DisputeAction, SeenDispute } from './domain.ts';

const Link = z.object({ rel: z.string(), href: z.string() });
const DisputeBody = z.object({
  dispute_id: z.string(),
  status: z.string(),
  update_time: z.string(),
  reason: z.optional(z.string()),
  dispute_life_cycle_stage: z.optional(z.string()),
  dispute_amount: z.optional(Amount),
  seller_response_due_date: z.optional(z.string()),
  dispute_outcome: z.optional(z.object({ outcome_code: z.optional(z.string()), amount_refunded: z.optional(Amount) })),
  disputed_transactions: z.optional(
    z.array(z.object({ seller_transaction_id: z.optional(z.string()), custom: z.optional(z.string()) })),
  ),
  links: z.optional(z.array(Link)),
});
const List = z.object({
  items: z.optional(z.array(z.object({ dispute_id: z.string(), update_time: z.optional(z.string()) }))),
  links: z.optional(z.array(Link)),
});

/** What more pages than these would hold is not read; a run of the next day goes on from there. */
const mostPages = 40;

const actions: readonly (readonly [DisputeAction, RegExp])[] = [
  ['evidence', /^provide[_-]evidence$/],
  ['accept', /^accept[_-]claim$/],
];

/** A word of PayPal's, which is stored; anything else is left out. */
const word = (text: string | undefined): string | undefined =>
  text !== undefined && /^[A-Z_]{1,64}$/.test(text) ? text : undefined;

const timeOf = (text: string | undefined): string | undefined =>
  text === undefined || Number.isNaN(Date.parse(text)) ? undefined : new Date(text).toISOString();

/**
 * Reads a dispute, reduced to what decisions need, without its messages and without a word about the payer; undefined when
 * PayPal does not know it. What the shop may do about it is what its links offer.
 */
export const readDispute = async (call: AskPayPal, id: string): Promise<SeenDispute | undefined> => {
  const response = await call({ method: 'GET', path: `/v1/customer/disputes/${encodeURIComponent(id)}` });
  if (response.status === 404) return undefined;
  const parsed = z.safeParse(DisputeBody, response.body);
  if (response.status >= 300 || !parsed.success) throw new Unavailable('PayPal gave no dispute');
  const body = parsed.data;
  const rels = (body.links ?? []).map(({ rel }) => rel);
  return {
    id: body.dispute_id,
    status: word(body.status) ?? 'OTHER',
    stage: word(body.dispute_life_cycle_stage),
    reason: word(body.reason),
    amount: moneyOf(body.dispute_amount),
    due: Date.parse(body.seller_response_due_date ?? '') || undefined,
    updated: timeOf(body.update_time) ?? '',
    outcome: word(body.dispute_outcome?.outcome_code),
    returned: moneyOf(body.dispute_outcome?.amount_refunded),
    transactions: (body.disputed_transactions ?? []).flatMap(({ seller_transaction_id: capture, custom }) =>
      capture === undefined ? [] : [{ capture, ...(custom !== undefined && { customId: custom }) }],
    ),
    offers: actions.filter(([, form]) => rels.some((rel) => form.test(rel))).map(([action]) => action),
  };
};

/**
 * Returns the ids of the disputes that changed since a time, at most 180 days back; `unavailable` when the app may not see
 * disputes, or there are too many to read.
 */
export const listDisputes = async (call: AskPayPal, since: Date): Promise<string[] | 'unavailable'> => {
  const query = new URLSearchParams({ update_time_after: since.toISOString(), page_size: '50' });
  const found: string[] = [];
  let path: string | undefined = `/v1/customer/disputes?${query}`;
  for (let page = 0; path !== undefined; page += 1) {
    if (page === mostPages) return 'unavailable';
    const response = await call({ method: 'GET', path });
    if (response.status === 403) return 'unavailable';
    const parsed = z.safeParse(List, response.body);
    if (response.status >= 300 || !parsed.success) throw new Unavailable('PayPal gave no list of disputes');
    found.push(...(parsed.data.items ?? []).map(({ dispute_id: id }) => id));
    const next = parsed.data.links?.find(({ rel }) => rel === 'next')?.href;
    path = next === undefined ? undefined : pathOf(next);
  }
  return found;
};

/** A link of PayPal's is followed on PayPal's own host alone. */
const pathOf = (href: string): string => {
  const { pathname, search } = new URL(href, 'https://paypal.invalid');
  return `${pathname}${search}`;
};
