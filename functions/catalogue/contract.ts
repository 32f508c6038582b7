import * as z from 'zod/mini';
import { context } from '../kit/contract/contract.ts';
import { CountryCode, MoneyView, Sku } from '../kit/contract/schemas.ts';
import { skuAfter } from './cursor.ts';
import { unknownProduct } from './unknown-product.ts';

export { unknownProduct };

export const ProductView = z.object({
  sku: z.string(),
  name: z.string(),
  description: z.string(),
  faceValue: MoneyView,
  price: MoneyView,
  countries: z.array(CountryCode),
  inStock: z.boolean(),
});

const Listing = z.strictObject({
  country: z.optional(CountryCode),
  limit: z.optional(z.string().check(z.regex(/^([1-9]|[1-4]\d|50)$/))),
  cursor: z.optional(
    z.string().check(
      z.regex(/^[A-Za-z0-9_-]{1,64}$/),
      z.refine((cursor) => skuAfter(cursor) !== undefined),
    ),
  ),
});

/** What is for sale, and whether it is in stock: a boolean, never a count. */
export const catalogue = context('catalogue', {
  problems: unknownProduct,
  tables: {
    products: {
      key: 'shelf',
      sort: 'sku',
      holds: 'nothing-personal',
      why: 'What is for sale.',
      kept: { until: 'it is taken out of the catalogue', why: 'orders have copies of their own' },
      fields: { plain: 'shelf sku name description faceValue.* price.* countries.*' },
    },
  },
  offers: {
    getProduct: [{ products: ['GetItem'] }],
    getProducts: [{ products: ['BatchGetItem'] }],
    putProduct: [{ products: ['PutItem'] }],
    stockOf: ['pins.freeCount'],
    soldOut: ['pins.freeCount'],
  },
  routes: {
    listProducts: {
      at: 'GET /products',
      auth: 'public',
      summary: 'List the products, all or those sold in a country',
      query: Listing,
      returns: z.object({ items: z.array(ProductView), next: z.nullable(z.string()) }),
      uses: ['catalogue.stockOf', { products: ['Query'] }],
    },
    readProduct: {
      at: 'GET /products/{sku}',
      auth: 'public',
      summary: 'Read one product',
      path: z.strictObject({ sku: Sku }),
      returns: ProductView,
      problems: ['unknown-product'],
      uses: ['catalogue.stockOf', 'catalogue.getProduct'],
    },
  },
});
