import * as z from 'zod/mini';
import { decimals, type Currency } from './money.ts';

/** A three-letter currency code that the shop sells in. */
export const CurrencyCode = z.enum(Object.keys(decimals) as [Currency, ...Currency[]]);

/** Money as it is written outside: a decimal string and a currency. */
export const MoneyView = z.object({ amount: z.string(), currency: CurrencyCode });

/** A stock keeping unit: capital letters, digits and hyphens. */
export const Sku = z.string().check(z.regex(/^[A-Z0-9][A-Z0-9-]{1,31}$/));

/** ISO 3166-1 alpha-2. */
export const CountryCode = z.string().check(z.regex(/^[A-Z]{2}$/));

/** A time as RFC 3339 in UTC. */
export const Timestamp = z.string();

/**
 * An e-mail address as people type it (one @, no spaces, RFC 5321 lengths); surrounding blanks are cut off. Before the @ it
 * is ASCII, because SES delivers to no other; the domain may be internationalized.
 */
export const EmailAddress = z
  .string()
  .check(
    z.trim(),
    z.maxLength(254),
    z.regex(
      /^(?:(?=\p{ASCII})[^\s@"<>(),;:\\[\]\p{C}]){1,64}@(?!-)[^\s@"<>(),;:\\[\]\p{C}]+\.[^\s@"<>(),;:\\[\].\p{C}]{2,}$/u,
    ),
  );
