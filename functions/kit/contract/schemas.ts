import * as z from 'zod/mini';
import { addressForm, normalizedAddress } from '../value/email-address.ts';
import { decimals, type Currency } from '../value/money.ts';

/** A three-letter currency code that the shop sells in. */
export const CurrencyCode = z.enum(Object.keys(decimals) as [Currency, ...Currency[]]);

/** Money as it is written outside: a decimal string and a currency. */
export const MoneyView = z.object({ amount: z.string(), currency: CurrencyCode });

/** A line of what somebody buys, as it is shown. */
export const LineView = z.object({
  sku: z.string(),
  name: z.string(),
  quantity: z.int(),
  unitPrice: MoneyView,
  lineTotal: MoneyView,
});

/** A stock keeping unit: capital letters, digits and hyphens. */
export const Sku = z.string().check(z.regex(/^[A-Z0-9][A-Z0-9-]{1,31}$/));

/** ISO 3166-1 alpha-2. */
export const CountryCode = z.string().check(z.regex(/^[A-Z]{2}$/));

/** A path with the id of one thing: 128 random bits. */
export const ThingId = z.strictObject({ id: z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/)) });

/** A time as RFC 3339 in UTC. */
export const Timestamp = z.string();

/**
 * An e-mail address as people type it; surrounding blanks are cut off. Before the @ it is ASCII, because SES delivers to
 * no other, and stays as typed. The domain may be internationalized and comes out normalised, so that it has one spelling.
 */
export const EmailAddress = z.pipe(
  z.string().check(z.trim(), z.maxLength(1024), z.regex(addressForm)),
  z.transform((typed, context) => {
    const address = normalizedAddress(typed);
    if (address === undefined) context.issues.push({ code: 'invalid_format', format: 'email', input: typed });
    return address ?? z.NEVER;
  }),
);
