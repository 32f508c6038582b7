import * as z from 'zod/mini';
import { Sku } from '../kit/contract/schemas.ts';

/** Returns a cursor of a listing: opaque to the caller, it says after which SKU the next page begins. */
export const cursorAfter = (sku: string): string => Buffer.from(sku, 'utf8').toString('base64url');

/** Returns the SKU in a cursor; undefined for a text that no listing gave out. */
export const skuAfter = (cursor: string): string | undefined => {
  const sku = Buffer.from(cursor, 'base64url').toString('utf8');
  return z.safeParse(Sku, sku).success && cursorAfter(sku) === cursor ? sku : undefined;
};
