import { checkAgain, getOrder, openPayments, type Order } from '../../orders/public.ts';
import { nextLook, windowClosed } from '../domain/next-look.ts';
import { lookFactsOf } from './order-facts.ts';
import { PayPalSecret } from '../../paypal/public.ts';
import { settle } from './settle.ts';
import type { SettlePorts } from './ports.ts';
import { voidOrder } from '../../fulfilment/public.ts';

const isOpen = ({ status }: Order): boolean => status === 'created' || status === 'approved' || status === 'pending';

/** Voids an order that nobody can approve any more; false for every other, and for one that moved meanwhile. */
const lapse = async (order: Order, windowHours: number, ports: SettlePorts): Promise<boolean> => {
  const mayVoid = (order.status === 'created' || order.status === 'approved') && order.capturing === undefined;
  if (!mayVoid || !windowClosed(lookFactsOf(order).opened, ports.now().getTime(), windowHours)) return false;
  return voidOrder(order, 'lapsed', ports, { tell: order.status !== 'created' });
};

/**
 * Reads the payments of an open order back and settles them, voids it when its approval window has closed, and otherwise
 * sets when to look again. Returns the status that it has then, or `waiting` while it is open.
 */
export const lookAfter = async (id: string, ports: SettlePorts): Promise<string> => {
  const before = await getOrder(id, ports);
  for (const paypalOrder of before ? openPayments(before) : []) await settle(paypalOrder, ports, { customId: id });
  const order = await getOrder(id, ports);
  if (!order) return 'not-there';
  const { approvalWindowHours } = await ports.secrets('paypal', PayPalSecret);
  if (await lapse(order, approvalWindowHours, ports)) return 'voided';
  if (!isOpen(order)) return order.status;
  const at = nextLook(lookFactsOf(order), ports.now().getTime(), approvalWindowHours);
  await checkAgain(id, new Date(at), ports);
  return 'waiting';
};
