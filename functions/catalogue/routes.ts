import type { Routes } from '../kit/http/types.ts';
import { refuse } from '../kit/value/result.ts';
import type { catalogue } from './contract.ts';
import { cursorAfter, skuAfter } from './cursor.ts';
import { view } from './domain.ts';
import { listProducts } from './list.ts';
import { stockOf } from './stock.ts';
import { getProduct } from './store.ts';

const pageLength = 20;

/** Nothing here depends on who asks. Half a minute old, `inStock` may be wrong: settling the payment is what decides. */
const headers = { 'cache-control': 'public, max-age=30' };

/** The catalogue's routes: what is for sale, for everybody alike. */
export const routes: Routes<typeof catalogue> = {
  listProducts: async ({ query: { country, limit, cursor } }, ports) => {
    const after = cursor === undefined ? undefined : skuAfter(cursor);
    const page = await listProducts(
      {
        ...(country !== undefined && { country }),
        ...(after !== undefined && { after }),
        limit: limit === undefined ? pageLength : Number(limit),
      },
      ports,
    );
    const stock = await stockOf(
      page.items.map(({ sku }) => sku),
      ports,
    );
    const items = page.items.map((product) => view(product, stock.get(product.sku) === true));
    const last = page.items.at(-1);
    return { body: { items, next: page.more && last ? cursorAfter(last.sku) : null }, headers };
  },

  readProduct: async ({ path: { sku } }, ports) => {
    const product = await getProduct(sku, ports);
    if (!product) return refuse('unknown-product');
    const stock = await stockOf([sku], ports);
    return { body: view(product, stock.get(sku) === true), headers };
  },
};
