import * as z from 'zod/mini';
import { CurrencyCode } from '../contract/schemas.ts';

/** Money in a row: integer minor units and a currency. */
export const StoredMoney = z.object({ amount: z.int().check(z.nonnegative()), currency: CurrencyCode });

/** A line in a row that has its SKU elsewhere, or does without. */
export const StoredLineDetails = z.object({
  name: z.string(),
  quantity: z.int().check(z.positive()),
  unitPrice: StoredMoney,
});

/** A line in a row. */
export const StoredLine = z.extend(StoredLineDetails, { sku: z.string() });
