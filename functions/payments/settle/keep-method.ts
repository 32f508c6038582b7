import { saveMethod } from '../../accounts/public.ts';
import { errorFields } from '../../kit/log.ts';
import type { Order } from '../../orders/public.ts';
import type { Payment } from '../../paypal/public.ts';
import type { SettlePorts } from './ports.ts';

/**
 * Keeps the payment method that came with a payment, where the order has its customer's yes to it; nothing is kept without. Safe to
 * repeat; throws Unavailable when it could not be kept, or not be undone at PayPal.
 */
export const keepMethod = async (
  order: Order,
  { vault: reference }: Payment,
  ports: SettlePorts,
): Promise<'nothing' | 'saved' | 'unwanted'> => {
  const { id, saving, placedAt: agreedAt } = order;
  if (!saving || reference === undefined) return 'nothing';
  return saveMethod({ reference, account: saving.account, order: id, text: saving.text, agreedAt }, ports);
};

/** Keeps it like `keepMethod`; what does not succeed is left to PayPal's own event, and the order goes on. */
export const keepMethodSoon = async (order: Order, payment: Payment, ports: SettlePorts): Promise<void> => {
  try {
    await keepMethod(order, payment, ports);
  } catch (error) {
    ports.log.warn('payment method left to its event', errorFields(error));
  }
};
