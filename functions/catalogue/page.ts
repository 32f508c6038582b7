import type { Ports } from '../kit/ports.ts';
import { cursorAfter, skuAfter } from './cursor.ts';
import type { Product } from './domain.ts';
import { listProducts } from './list.ts';

/** What a listing is asked for, as its query has it. */
export type Asked = { country?: string | undefined; limit?: string | undefined; cursor?: string | undefined };

const pageLength = 20;

/** Returns a page of products in SKU order, and the cursor of the next one, or null. */
export const productPage = async (
  { country, limit, cursor }: Asked,
  ports: Ports,
): Promise<{ products: Product[]; next: string | null }> => {
  const after = cursor === undefined ? undefined : skuAfter(cursor);
  const asked = { ...(country !== undefined && { country }), ...(after !== undefined && { after }) };
  const { items, more } = await listProducts(
    { ...asked, limit: limit === undefined ? pageLength : Number(limit) },
    ports,
  );
  const last = items.at(-1);
  return { products: items, next: more && last ? cursorAfter(last.sku) : null };
};
