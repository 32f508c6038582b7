import * as z from 'zod/mini';
import type { Line } from '../kit/value/line.ts';
import type { Money } from '../kit/value/money.ts';
import { Unavailable } from '../kit/http/problem.ts';
import { mayHaveTaken, payerStatuses, type Payment } from './domain.ts';
import { Amount, amountOf, moneyOf } from './amount.ts';
import { CaptureBody, captureOf, Payee } from './captures.ts';
import type { PayPalResponse, AskPayPal } from './client.ts';
import { RefundBody, refundOf } from './refunds.ts';
import { refusalOf } from './refusal.ts';

const Unit = z.object({
  custom_id: z.optional(z.string()),
  amount: z.optional(Amount),
  payee: z.optional(Payee),
  payments: z.optional(
    z.object({ captures: z.optional(z.array(CaptureBody)), refunds: z.optional(z.array(RefundBody)) }),
  ),
});
/** Of the source of a payment the vault's reference alone is looked at: the rest is about the payer. */
const Source = z.object({
  paypal: z.optional(
    z.object({
      account_status: z.catch(z.optional(z.enum(payerStatuses)), undefined),
      attributes: z.optional(z.object({ vault: z.optional(z.object({ id: z.optional(z.string()) })) })),
    }),
  ),
});
const Order = z.object({
  id: z.string(),
  status: z.string(),
  purchase_units: z.optional(z.array(Unit)),
  payment_source: z.optional(Source),
  links: z.optional(z.array(z.object({ rel: z.string(), href: z.string() }))),
});

/**
 * Who pays: a buyer who goes to PayPal (`buyer`), one who also has the method saved (`saving`), or a method that is saved and is
 * named when the payment is captured (`saved`).
 */
export type Paying = 'buyer' | 'saving' | 'saved';

/** What an order says when it is put to PayPal: no word about the buyer. */
export type PaymentRequest = {
  paying?: Paying;
  order: string;
  total: Money;
  lines: readonly Line[];
  returnUrl: string;
  cancelUrl: string;
};

const parseOrder = (response: PayPalResponse) => {
  const parsed = z.safeParse(Order, response.body);
  if (!parsed.success) throw new Unavailable('PayPal returned an order of an unknown form');
  return parsed.data;
};

/**
 * Reduces PayPal's order to what decisions need, free of anything about the payer; an amount that is not one is
 * undefined. Of several captures one that took money, or may have, counts before those that certainly did not.
 */
const paymentOf = (response: PayPalResponse): Payment => {
  const { id, status, purchase_units: units, payment_source: source } = parseOrder(response);
  const unit = units?.[0];
  const all = (unit?.payments?.captures ?? []).map(captureOf);
  const capture = all.find(mayHaveTaken) ?? all.at(-1);
  return {
    id,
    status,
    customId: unit?.custom_id,
    payee: unit?.payee?.merchant_id,
    amount: moneyOf(unit?.amount),
    payer: source?.paypal?.account_status,
    vault: source?.paypal?.attributes?.vault?.id,
    capture,
    others: all.filter((each) => each !== capture),
    refunds: (unit?.payments?.refunds ?? []).map(refundOf),
  };
};

/** Each customer gets a reference of their own, also where two of them have one PayPal account. */
const saving = {
  vault: {
    store_in_vault: 'ON_SUCCESS',
    usage_type: 'MERCHANT',
    customer_type: 'CONSUMER',
    permit_multiple_payment_tokens: true,
  },
};

const createBody = ({ order, total, lines, paying = 'buyer', returnUrl, cancelUrl }: PaymentRequest): string =>
  JSON.stringify({
    intent: 'CAPTURE',
    purchase_units: [
      {
        reference_id: 'default',
        custom_id: order,
        invoice_id: order,
        amount: { ...amountOf(total), breakdown: { item_total: amountOf(total) } },
        items: lines.map(({ sku, name, quantity, unitPrice }) => ({
          sku,
          name: name.slice(0, 127),
          quantity: String(quantity),
          unit_amount: amountOf(unitPrice),
          category: 'DIGITAL_GOODS',
        })),
      },
    ],
    ...(paying !== 'saved' && {
      payment_source: {
        paypal: {
          experience_context: {
            user_action: 'PAY_NOW',
            shipping_preference: 'NO_SHIPPING',
            return_url: returnUrl,
            cancel_url: cancelUrl,
          },
          ...(paying === 'saving' && { attributes: saving }),
        },
      },
    }),
  });

/** Creates the PayPal order of an attempt; a refusal is PayPal's definite no. */
export const createPayment = async (call: AskPayPal, request: PaymentRequest, attempt: number) => {
  const requestId = `create-${request.order}-${attempt}`;
  const response = await call({ method: 'POST', path: '/v2/checkout/orders', body: createBody(request), requestId });
  if (response.status >= 300) return { refused: refusalOf(response) };
  const { id, links } = parseOrder(response);
  const approveUrl = links?.find(({ rel }) => rel === 'payer-action' || rel === 'approve')?.href;
  const { payee } = paymentOf(response);
  if (request.paying === 'saved') return { paypalOrder: id, payee };
  if (!approveUrl) throw new Unavailable('PayPal gave no link for the buyer');
  return { paypalOrder: id, approveUrl, payee };
};

/** Reads a payment; undefined when PayPal does not know it or knows it no longer. */
export const readPayment = async (call: AskPayPal, id: string): Promise<Payment | undefined> => {
  const response = await call({ method: 'GET', path: `/v2/checkout/orders/${encodeURIComponent(id)}` });
  if (response.status === 404) return undefined;
  if (response.status >= 300) throw new Unavailable(`PayPal returned ${response.status}`);
  return paymentOf(response);
};

/**
 * Captures a payment; `refused` carries PayPal's definite reason. The same try has the same request id. With `saved` it is paid by
 * the method of that reference, and nobody has to have approved it at PayPal.
 */
export const capturePayment = async (call: AskPayPal, id: string, captureTry: number, saved?: string) => {
  const path = `/v2/checkout/orders/${encodeURIComponent(id)}/capture`;
  const body = JSON.stringify(saved === undefined ? {} : { payment_source: { paypal: { vault_id: saved } } });
  const response = await call({ method: 'POST', path, body, requestId: `cap-${id}-${captureTry}` });
  if (response.status === 404) return { refused: 'RESOURCE_NOT_FOUND' };
  return response.status >= 300 ? { refused: refusalOf(response) } : paymentOf(response);
};
