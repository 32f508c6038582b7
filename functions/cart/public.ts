export type { Cart } from './domain.ts';
export { cartRead, parseCart } from './row.ts';
export { openOrder, refreshPrices, takingOut, removeBought, type Bought } from './orders.ts';
