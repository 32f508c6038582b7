import * as z from 'zod/mini';
import type { PayPalResponse } from './client.ts';

const Refused = z.object({
  name: z.optional(z.string()),
  details: z.optional(z.array(z.object({ issue: z.optional(z.string()) }))),
});

/** Returns the reason of a definite refusal: PayPal's issue code, or its error name. */
export const refusalOf = (response: PayPalResponse): string => {
  const parsed = z.safeParse(Refused, response.body);
  return (parsed.success && (parsed.data.details?.[0]?.issue ?? parsed.data.name)) || 'UNKNOWN';
};
