export { linesOf, type Cart } from './domain.ts';
export { cartRead, parseCart } from './row.ts';
export { openOrderWrite, refreshPrices, boughtLinesWrite, removeBought, type Bought } from './orders.ts';
