import { type Order, parkOrder } from '../../orders/public.ts';
import type { Ports } from '../../kit/ports.ts';

/** Why a person has to look at an order: what PayPal says of its money is not certain, and more asking does not help. */
export type ParkReason =
  | 'unknown-capture-status'
  | 'invoice-paid-before'
  | 'capture-gone'
  | 'transactions-not-searchable'
  | 'transaction-without-capture';

/** Parks an order and raises the alarm, once: a log line at error. Nothing that it holds is released. */
export const park = async (order: Order, reason: ParkReason, ports: Ports): Promise<'parked'> => {
  if (await parkOrder(order.id, reason, ports)) ports.log.error('order parked', { outcome: reason });
  return 'parked';
};
