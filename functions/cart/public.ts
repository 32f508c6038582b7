export type { Cart } from './domain.ts';
export { openOrder, refreshPrices, removeBought, takingOut, type Bought } from './orders.ts';
export { cartKeyFor, parseCart } from './row.ts';
