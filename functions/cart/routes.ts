import { getProduct } from '../catalogue/public.ts';
import type { Routes } from '../kit/http/types.ts';
import { isRefusal, refuse } from '../kit/value/result.ts';
import { view } from './domain.ts';
import type { cart } from './contract.ts';
import { getCart, removeLine, setLine } from './store.ts';

/** The cart's routes. Whose cart it is comes from the session alone; nobody can name another's. */
export const routes: Routes<typeof cart> = {
  readCart: async ({ visitor }, ports) => ({ body: view(await getCart(visitor, ports)) }),

  setItem: async ({ visitor, path: { sku }, body: { quantity } }, ports) => {
    if (quantity === 0) return { body: view(await removeLine(visitor, sku, ports)) };
    const card = await getProduct(sku, ports);
    if (!card) return refuse('unknown-product');
    const changed = await setLine({ id: visitor, sku, card, quantity }, ports);
    return isRefusal(changed) ? changed : { body: view(changed) };
  },

  removeItem: async ({ visitor, path: { sku } }, ports) => ({ body: view(await removeLine(visitor, sku, ports)) }),
};
