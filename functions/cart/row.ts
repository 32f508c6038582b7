import * as z from 'zod/mini';
import { fromItem, toItem, type Item } from '../kit/store/client.ts';
import type { Ports } from '../kit/ports.ts';
import { daySeconds, seconds } from '../kit/value/time.ts';
import { CurrencyCode } from '../kit/contract/schemas.ts';
import { StoredLineDetails } from '../kit/store/schemas.ts';
import { limits, type Cart } from './domain.ts';

const Row = z.object({
  id: z.string(),
  lines: z.record(z.string(), StoredLineDetails),
  currency: CurrencyCode,
  version: z.int(),
  open: z.record(z.string(), z.string()),
  expiresAt: z.int(),
});

/** Returns the key of a visitor's cart in the table `cart.carts`. */
export const cartKeyFor = (visitor: string): Item => toItem({ id: visitor });

/** Returns where a visitor's cart is, for a read of several tables at once. */
export const cartRead = (visitor: string, { table }: Pick<Ports, 'table'>): { table: string; key: Item } => ({
  table: table('cart.carts'),
  key: cartKeyFor(visitor),
});

/**
 * Returns a cart out of its table; undefined when there is none or it has expired, even if it has not been deleted
 * yet.
 */
export const parseCart = (item: Item | undefined, now: Date): Cart | undefined => {
  const row = fromItem(Row, item);
  if (!row || row.expiresAt <= seconds(now)) return undefined;
  const { id, lines, currency, version, open } = row;
  return { id, lines, currency, version, open };
};

/** Returns when a cart that changes now expires, in epoch seconds. */
export const expiryFrom = (now: Date): number => seconds(now) + limits.days * daySeconds;
