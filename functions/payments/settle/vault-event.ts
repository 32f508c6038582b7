import { forgetMethod } from '../../accounts/public.ts';
import { findOrder } from '../../orders/public.ts';
import { isVaulted, readPayment } from '../../paypal/public.ts';
import type { EventHint } from '../store.ts';
import { keepMethod } from './keep-method.ts';
import type { SettlePorts } from './ports.ts';

/** Keeps the method that an order brought, if our record names the order and has a yes to it. PayPal is asked what there is. */
const created = async ({ paypalOrder }: EventHint, ports: SettlePorts): Promise<string> => {
  if (paypalOrder === undefined) return 'ignored';
  const found = await findOrder(paypalOrder, {}, ports);
  if (!found) return 'unknown';
  if (!found.order.saving) return 'ignored';
  const payment = await readPayment(ports.paypal, found.paypalOrder);
  if (payment?.vault === undefined) return 'unknown';
  if (!(await isVaulted(ports.paypal, payment.vault))) return 'ignored';
  await keepMethod(found.order, payment, ports);
  return 'done';
};

/**
 * Does what an event about a saved payment method comes to: one that was made is kept with its consent, one that is gone at PayPal is
 * forgotten. The event is a hint: PayPal is read back. `unknown`: our record does not name the order, or PayPal not the method (yet).
 */
export const vaultEvent = async (event: EventHint, ports: SettlePorts): Promise<string> => {
  if (event.type === 'VAULT.PAYMENT-TOKEN.CREATED') return created(event, ports);
  if (event.token === undefined) return 'ignored';
  return (await forgetMethod(event.token, ports)) === 'unknown' ? 'ignored' : 'done';
};
