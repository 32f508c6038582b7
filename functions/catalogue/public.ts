export { ProductEntry } from './entry.ts';
export type { Product } from './product.ts';
export { getProduct, getProducts, parseProduct, productItem, productKey, putProduct } from './store.ts';
