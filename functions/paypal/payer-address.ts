import * as z from 'zod/mini';
import type { AskPayPal } from './client.ts';

const Address = z.object({ email_address: z.optional(z.string()) });
const Payer = z.object({
  payer: z.optional(Address),
  payment_source: z.optional(z.object({ paypal: z.optional(Address) })),
});

/**
 * Returns the address of the payer as PayPal knows it, for the evidence in a dispute and nothing else: it is neither stored
 * nor logged. Undefined when PayPal does not say.
 */
export const payerAddress = async (call: AskPayPal, paypalOrder: string): Promise<string | undefined> => {
  const response = await call({ method: 'GET', path: `/v2/checkout/orders/${encodeURIComponent(paypalOrder)}` });
  const parsed = z.safeParse(Payer, response.body);
  if (response.status >= 300 || !parsed.success) return undefined;
  return parsed.data.payment_source?.paypal?.email_address ?? parsed.data.payer?.email_address;
};
