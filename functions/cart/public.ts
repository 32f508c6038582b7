export type { Cart } from './cart.ts';
export { openOrder, refreshPrices, removeBought, takingOut, type Bought } from './orders.ts';
export { cartKeyFor, parseCart } from './row.ts';
