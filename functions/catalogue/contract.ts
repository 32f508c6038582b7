import * as z from 'zod/mini';
import { context } from '../kit/contract/contract.ts';
import { CountryCode, MoneyView, Sku } from '../kit/contract/schemas.ts';
import { skuAfter } from './cursor.ts';
import { ProductEntry } from './schemas.ts';
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

/** A page of the stock; nothing of it is for a browser's cache. */
const StockPage = z.strictObject({ limit: Listing.shape.limit, cursor: Listing.shape.cursor });

/** The path says which card; the face value is the price where it is left out. */
const ProductForm = z.extend(ProductEntry, {
  sku: z.optional(ProductEntry.shape.sku),
  faceValue: z.optional(ProductEntry.shape.faceValue),
});

const sold = z.strictObject({ sku: Sku });

/** What is for sale, and whether it is in stock: a boolean, never a count. */
export const catalogue = context('catalogue', {
  problems: {
    ...unknownProduct,
    'currency-changed': { status: 409, title: 'A card keeps its currency; in another one it is another product.' },
    'too-many-lines': { status: 413, title: 'At most 1,000 PINs come at a time; send the file in pieces.' },
  },
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
      path: sold,
      returns: ProductView,
      problems: ['unknown-product'],
      uses: ['catalogue.stockOf', 'catalogue.getProduct'],
    },
    putProduct: {
      at: 'PUT /admin/products/{sku}',
      auth: 'staff:fulfilment',
      summary: 'Store or replace a product',
      path: sold,
      body: ProductForm,
      returns: ProductView,
      problems: ['currency-changed', 'invalid-request'],
      uses: ['catalogue.putProduct', 'catalogue.stockOf'],
    },
    loadPins: {
      at: 'POST /admin/pins/{sku}',
      auth: 'staff:fulfilment',
      summary: 'Load PINs of a card, a line each; lines that are refused change nothing for the others',
      path: sold,
      media: 'text/csv',
      body: z.string().check(z.minLength(1)),
      returns: z.object({ loaded: z.int(), refused: z.array(z.object({ line: z.int(), is: z.string() })) }),
      problems: ['unknown-product', 'too-many-lines', 'idempotency-conflict'],
      uses: ['catalogue.getProduct', 'pins.loadPins', 'pins.isPin'],
    },
    readStock: {
      at: 'GET /admin/stock',
      auth: 'staff:fulfilment',
      summary: 'Count the PINs of each card that are free, and those that are never sold again, by why',
      query: StockPage,
      returns: z.object({
        items: z.array(
          z.object({
            sku: z.string(),
            name: z.string(),
            free: z.int(),
            burned: z.int(),
            faulty: z.int(),
            recalled: z.int(),
          }),
        ),
        next: z.nullable(z.string()),
      }),
      uses: [{ products: ['Query'] }, 'pins.freeCount', 'pins.unfitCount'],
    },
  },
});
