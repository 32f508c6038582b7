import * as z from 'zod/mini';
import { Unavailable } from '../kit/http/problem.ts';
import type { Money } from '../kit/value/money.ts';
import { Amount, amountOf, moneyOf } from './amount.ts';
import type { AskPayPal } from './client.ts';
import type { PayPalRefund } from './domain.ts';
import { refusalOf } from './refusal.ts';

/** A refund as PayPal represents it, by itself and in its order. */
export const RefundBody = z.object({
  id: z.string(),
  status: z.optional(z.string()),
  amount: z.optional(Amount),
  custom_id: z.optional(z.string()),
  links: z.optional(z.array(z.object({ rel: z.string(), href: z.string() }))),
});

const captureLink = /\/v2\/payments\/captures\/([A-Za-z0-9-]{1,64})$/;
const ours = /^[\w-]{22}\.(refund-[\w-]{1,64})$/;

/** Reduces a refund to what decisions need; the capture that it is of is in its link `up` alone. */
export const refundOf = ({
  id,
  status,
  amount,
  custom_id: customId,
  links = [],
}: z.infer<typeof RefundBody>): PayPalRefund => ({
  id,
  status: status ?? 'PENDING',
  amount: moneyOf(amount),
  refund: ours.exec(customId ?? '')?.[1],
  capture: links.flatMap(({ rel, href }) => (rel === 'up' ? (captureLink.exec(href)?.[1] ?? []) : []))[0],
});

const parsed = (body: unknown): PayPalRefund => {
  const refund = z.safeParse(RefundBody, body);
  if (!refund.success) throw new Unavailable('PayPal returned a refund of an unknown form');
  return refundOf(refund.data);
};

/**
 * Refunds so much of a capture; `refused` carries PayPal's definite reason. Our id of the refund is the request id, which
 * PayPal keeps for 45 days, and with the order's id it is the refund's `custom_id`, by which an event of it is known as ours.
 */
export const refundCapture = async (
  call: AskPayPal,
  capture: string,
  { order, id, amount }: { order: string; id: string; amount: Money },
): Promise<PayPalRefund | { refused: string }> => {
  const path = `/v2/payments/captures/${encodeURIComponent(capture)}/refund`;
  const body = JSON.stringify({ amount: amountOf(amount), custom_id: `${order}.${id}` });
  const response = await call({ method: 'POST', path, body, requestId: id });
  if (response.status >= 300) return { refused: refusalOf(response) };
  return parsed(response.body);
};

/** Reads a refund; undefined when PayPal does not know it. */
export const readRefund = async (call: AskPayPal, id: string): Promise<PayPalRefund | undefined> => {
  const response = await call({ method: 'GET', path: `/v2/payments/refunds/${encodeURIComponent(id)}` });
  if (response.status === 404) return undefined;
  if (response.status >= 300) throw new Unavailable('PayPal gave no refund');
  return parsed(response.body);
};
