import { getOrder } from '../orders/public.ts';
import type { Ports } from '../kit/ports.ts';
import { Unavailable } from '../kit/http/problem.ts';
import { fulfilOrder } from './fulfil-order.ts';
import { clearPins } from './clear-pins.ts';
import { clearCart } from './tidy-cart.ts';

/**
 * Goes on where a delivery broke off: delivers a paid order, and clears the cart of one that was fulfilled without it. Of
 * an order whose money is gone it frees the PINs, or burns them. Safe to repeat at every point; a disputed order is not
 * delivered. Throws when it could not be delivered.
 */
export const fulfil = async (id: string, ports: Ports): Promise<'fulfilled' | 'cleared' | 'not-now'> => {
  const order = await getOrder(id, ports);
  if (order?.status === 'refunded') return (await clearPins(order, ports)) ? 'cleared' : 'not-now';
  if (order?.status === 'fulfilled' && order.cart.id !== undefined) {
    await clearCart(order, ports);
    return 'fulfilled';
  }
  if (order?.status !== 'paid' || order.disputed) return 'not-now';
  const outcome = await fulfilOrder(order, {}, ports);
  if (outcome === 'refused') throw new Unavailable('a paid order was not delivered');
  return outcome === 'done' ? 'fulfilled' : 'not-now';
};
