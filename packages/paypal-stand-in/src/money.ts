import type { Money } from './paypal-types.ts';

/** PayPal's currencies (developer.paypal.com/api/rest/reference/currency-codes). */
const currencies = new Set(
  'AUD BRL CAD CNY CZK DKK EUR HKD HUF ILS JPY MYR MXN TWD NZD NOK PHP PLN GBP SGD SEK CHF THB USD'.split(' '),
);
/** Currencies that have no minor unit at PayPal. */
export const withoutDecimals = new Set(['JPY', 'HUF', 'TWD']);
const greatest = 99_999_999_999_999_999n;

const placesOf = (currency: string): 0 | 2 => (withoutDecimals.has(currency) ? 0 : 2);

/** Returns PayPal's issue with an amount to be paid, or undefined; `zero` allows nought, as for a tax or a discount. */
export const amountIssue = (money: Money, zero = false): string | undefined => {
  const { currency_code: currency, value } = money;
  if (!currencies.has(currency)) return 'INVALID_CURRENCY_CODE';
  const decimals = value.split('.')[1]?.length ?? 0;
  if (decimals > placesOf(currency)) return 'DECIMAL_PRECISION';
  const minor = toMinor(money);
  if (zero ? minor < 0n : minor <= 0n) return zero ? 'CANNOT_BE_NEGATIVE' : 'CANNOT_BE_ZERO_OR_NEGATIVE';
  return minor > greatest ? 'MAX_VALUE_EXCEEDED' : undefined;
};

/** Returns a well-formed amount in integer minor units; superfluous decimals are cut. */
export const toMinor = ({ currency_code: currency, value }: Money): bigint => {
  const places = placesOf(currency);
  const [whole = '', decimals = ''] = value.replace('-', '').split('.');
  const minor = BigInt(`0${whole}${decimals.slice(0, places).padEnd(places, '0')}`);
  return value.startsWith('-') ? -minor : minor;
};

/** Returns integer minor units as PayPal writes them. */
export const fromMinor = (minor: bigint, currency: string): Money => {
  const places = placesOf(currency);
  const digits = String(minor < 0n ? -minor : minor).padStart(places + 1, '0');
  const value = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return { currency_code: currency, value: minor < 0n ? `-${value}` : value };
};

/** Returns the sum of amounts in minor units. */
export const sumOf = (amounts: Money[]): bigint => amounts.reduce((sum, amount) => sum + toMinor(amount), 0n);

/** Returns an amount as the summaries of webhooks say it. */
export const spoken = ({ value, currency_code: currency }: Money): string =>
  currency === 'USD' ? `$ ${value} USD` : `${value} ${currency}`;
