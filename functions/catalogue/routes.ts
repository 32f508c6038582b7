import type { Routes } from '../kit/http/types.ts';
import { refuse } from '../kit/value/result.ts';
import type { catalogue } from './contract.ts';
import { view } from './domain.ts';
import { productPage } from './page.ts';
import { stockOf } from './stock.ts';
import { getProduct } from './store.ts';

/** Nothing here depends on who asks. Half a minute old, `inStock` may be wrong: settling the payment is what decides. */
const headers = { 'cache-control': 'public, max-age=30' };

/** The catalogue's routes: what is for sale, for everybody alike. */
export const routes: Routes<typeof catalogue> = {
  listProducts: async ({ query }, ports) => {
    const { products, next } = await productPage(query, ports);
    const stock = await stockOf(
      products.map(({ sku }) => sku),
      ports,
    );
    return {
      body: { items: products.map((product) => view(product, stock.get(product.sku) === true)), next },
      headers,
    };
  },

  readProduct: async ({ path: { sku } }, ports) => {
    const product = await getProduct(sku, ports);
    if (!product) return refuse('unknown-product');
    const stock = await stockOf([sku], ports);
    return { body: view(product, stock.get(sku) === true), headers };
  },
};
