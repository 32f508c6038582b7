import * as z from 'zod/mini';
import { Unavailable } from '../kit/http/problem.ts';
import { Amount, moneyOf } from './amount.ts';
import { protections, type Capture, type Payment } from './domain.ts';
import type { AskPayPal } from './client.ts';

/** Who is paid; the id is the merchant's. */
export const Payee = z.object({ merchant_id: z.optional(z.string()) });
/** A capture as an order has it, and as it is read by itself, where it names its payee. */
export const CaptureBody = z.object({
  id: z.string(),
  status: z.string(),
  amount: z.optional(Amount),
  custom_id: z.optional(z.string()),
  payee: z.optional(Payee),
  seller_protection: z.optional(z.object({ status: z.optional(z.catch(z.optional(z.enum(protections)), undefined)) })),
});

/** Reduces a capture to what decisions need. */
export const captureOf = ({
  id,
  status,
  amount,
  custom_id: customId,
  seller_protection: protection,
}: z.infer<typeof CaptureBody>): Capture => ({
  id,
  status,
  amount: moneyOf(amount),
  customId,
  protection: protection?.status,
});

/** Reads a capture by itself, where it names its payee; undefined when PayPal does not know it. */
export const readCapture = async (
  call: AskPayPal,
  id: string,
): Promise<(Capture & { payee?: string | undefined }) | undefined> => {
  const response = await call({ method: 'GET', path: `/v2/payments/captures/${encodeURIComponent(id)}` });
  if (response.status === 404) return undefined;
  const parsed = z.safeParse(CaptureBody, response.body);
  if (response.status >= 300 || !parsed.success) throw new Unavailable('PayPal gave no capture');
  return { ...captureOf(parsed.data), payee: parsed.data.payee?.merchant_id };
};

/** Completes what an order's response leaves out of its capture and is compared; a field that is nowhere stays undefined. */
export const completed = async (call: AskPayPal, payment: Payment): Promise<Payment> => {
  const { capture, payee } = payment;
  if (!capture || (payee !== undefined && capture.amount && capture.customId !== undefined)) return payment;
  const read = await readCapture(call, capture.id);
  if (!read) throw new Unavailable('PayPal does not find the capture that it named');
  return {
    ...payment,
    payee: payee ?? read.payee,
    capture: { ...capture, amount: capture.amount ?? read.amount, customId: capture.customId ?? read.customId },
  };
};

/** Returns what a payment is when only its capture can be read: PayPal keeps captures longer than orders. */
export const paymentByCapture = async (call: AskPayPal, id: string, capture: string): Promise<Payment | undefined> => {
  const read = await readCapture(call, capture);
  return read && { id, status: 'COMPLETED', payee: read.payee, capture: read };
};
