import type { Product } from '../../functions/catalogue/public.ts';
import type { Line } from '../../functions/kit/value/line.ts';
import { sum, type Currency, type Money } from '../../functions/kit/value/money.ts';

/** So many minor units; dollars' cents unless another currency is named. */
export const money = (amount: number, currency: Currency = 'USD'): Money => ({ amount, currency });

/** So many of a card, at ten dollars each unless another price is named. */
export const line = (sku: string, quantity: number, unitPrice: Money = money(1000), name = 'Card'): Line => ({
  sku,
  name,
  quantity,
  unitPrice,
});

/** A calling card for sale at a price. */
export const product = (sku: string, price: Money = money(900), countries: string[] = ['US']): Product => ({
  sku,
  name: `Card ${sku}`,
  description: 'Calls from any telephone.',
  faceValue: sum([price, money(100, price.currency)], price.currency),
  price,
  countries,
});
