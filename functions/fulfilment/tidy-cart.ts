import { removeBought, type Bought } from '../cart/public.ts';
import { forgetCart, type Order } from '../orders/public.ts';
import { errorFields } from '../kit/log.ts';
import type { Ports } from '../kit/ports.ts';

/** Returns what an order bought out of which cart; undefined once the order has forgotten the cart. */
export const boughtBy = ({ id, cart, lines }: Order): Bought | undefined =>
  cart.id === undefined ? undefined : { cart: cart.id, version: cart.version, order: id, lines };

/** Takes what a fulfilled order bought out of its cart and lets the order forget the cart. Safe to repeat. */
export const clearCart = async (order: Order, ports: Ports): Promise<void> => {
  const bought = boughtBy(order);
  if (bought) await removeBought(bought, ports);
  await forgetCart(order.id, ports);
};

/** Clears the cart if it can; otherwise the order stays in its queue, and the stream or the sweeper comes back to it. */
export const tidyCart = (order: Order, ports: Ports): Promise<void> =>
  clearCart(order, ports).catch((error: unknown) => ports.log.warn('cart left for later', errorFields(error)));
