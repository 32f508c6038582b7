import { formatMoney, type Money } from '../kit/value/money.ts';

/** Lengths in characters that keep a product under 1 KB and a full cart near it, and the longest list of countries. */
export const limits = { name: 60, description: 400, countries: 60 } as const;

/** A calling card for sale: what it is worth when dialled, what it costs, and where it is sold (ISO 3166-1 alpha-2). */
export type Product = {
  readonly sku: string;
  readonly name: string;
  readonly description: string;
  readonly faceValue: Money;
  readonly price: Money;
  readonly countries: readonly string[];
};

/** Returns the product as it is shown; of its stock, whether there is any. */
export const view = (product: Product, inStock: boolean) => ({
  sku: product.sku,
  name: product.name,
  description: product.description,
  faceValue: formatMoney(product.faceValue),
  price: formatMoney(product.price),
  countries: [...product.countries],
  inStock,
});
