import { mayPaySaved, payableMethod } from '../accounts/public.ts';
import type { Customer } from '../kit/http/session.ts';
import type { Ports } from '../kit/ports.ts';
import { refuse, type Refusal } from '../kit/value/result.ts';
import type { OrderForm } from './form.ts';

/**
 * Returns the saved method that is to pay an order, or none when the buyer goes to PayPal. Refused to whoever has none, visitors among
 * them, and to a customer who has to sign in again for it.
 */
export const methodFor = async (
  customer: Customer | undefined,
  { paymentMethod }: Pick<OrderForm, 'paymentMethod'>,
  ports: Ports,
): Promise<{ method: string | undefined } | Refusal<'no-saved-method' | 'sign-in-again'>> => {
  if (paymentMethod !== 'saved') return { method: undefined };
  const method = customer && (await payableMethod(customer.id, ports));
  if (!customer || method === undefined) return refuse('no-saved-method');
  return mayPaySaved(customer, ports.now()) ? { method } : refuse('sign-in-again');
};
