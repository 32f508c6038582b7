export { ProductEntry } from './schemas.ts';
export type { Product } from './domain.ts';
export { getProduct, getProducts, putProduct } from './store.ts';
export { stockOf, soldOut, type StockPorts } from './stock.ts';
