import { Unavailable } from '../kit/http/problem.ts';
import type { AskPayPal } from './client.ts';

const pathOf = (reference: string): string => `/v3/vault/payment-tokens/${encodeURIComponent(reference)}`;

/**
 * Returns whether PayPal has a saved payment method; 404 is its no. What else PayPal says of it names the payer and is not looked
 * at.
 */
export const isVaulted = async (call: AskPayPal, reference: string): Promise<boolean> => {
  const { status } = await call({ method: 'GET', path: pathOf(reference) });
  if (status !== 404 && status >= 300) throw new Unavailable(`PayPal returned ${status}`);
  return status !== 404;
};

/** Has PayPal delete a saved payment method, and returns once it has confirmed that it is gone; throws Unavailable until then. Safe to repeat. */
export const removeFromVault = async (call: AskPayPal, reference: string): Promise<void> => {
  const { status } = await call({ method: 'DELETE', path: pathOf(reference) });
  if (status !== 404 && status >= 300) throw new Unavailable(`PayPal returned ${status}`);
};
