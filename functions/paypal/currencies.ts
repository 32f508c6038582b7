import type { Currency } from '../kit/value/money.ts';

/**
 * The currencies that PayPal takes payments in, of those the shop knows: PayPal's list "Currency codes" for its REST APIs
 * (developer.paypal.com/reference/currency-codes). Brazilian real is for accounts in Brazil alone, which PayPal itself refuses then.
 */
const taken: ReadonlySet<Currency> = new Set<Currency>([
  'AUD', 'BRL', 'CAD', 'CHF', 'CZK', 'DKK', 'EUR', 'GBP', 'HKD', 'HUF', 'ILS', 'JPY', 'MXN', 'NOK', 'NZD', 'PHP', 'PLN',
  'SEK', 'SGD', 'THB', 'TWD', 'USD',
]); // prettier-ignore

/** Returns whether PayPal takes payments in a currency. */
export const takesCurrency = (currency: Currency): boolean => taken.has(currency);
