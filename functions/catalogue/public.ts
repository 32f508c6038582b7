export { ProductEntry } from './entry.ts';
export type { Product } from './domain.ts';
export { soldOut, stockOf, type StockPorts } from './stock.ts';
export { getProduct, getProducts, parseProduct, productItem, productKey, putProduct } from './store.ts';
