import type { Product } from '../../functions/catalogue/public.ts';
import type { Currency, Money } from '../../functions/kit/value/money.ts';

/** So many minor units; dollars' cents unless another currency is named. */
export const money = (minor: number, currency: Currency = 'USD'): Money => ({ minor, currency });

/** A calling card for sale at a price. */
export const product = (sku: string, price: Money = money(900), countries: string[] = ['US']): Product => ({
  sku,
  name: `Card ${sku}`,
  description: 'Calls from any telephone.',
  faceValue: { ...price, minor: price.minor + 100 },
  price,
  countries,
});
