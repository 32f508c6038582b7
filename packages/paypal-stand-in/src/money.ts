import type { Money } from './wire.ts';

/** PayPal's currencies (developer.paypal.com/api/rest/reference/currency-codes). */
const currencies = new Set(
  'AUD BRL CAD CNY CZK DKK EUR HKD HUF ILS JPY MYR MXN TWD NZD NOK PHP PLN GBP SGD SEK CHF THB USD'.split(' '),
);
const withoutDecimals = new Set(['JPY', 'HUF', 'TWD']);
const syntax = /^-?(\d+|\d*\.\d+)$/;
const greatest = 99_999_999_999_999_999n;

export type AmountIssue =
  | 'INVALID_PARAMETER_SYNTAX'
  | 'INVALID_CURRENCY_CODE'
  | 'CANNOT_BE_ZERO_OR_NEGATIVE'
  | 'CANNOT_BE_NEGATIVE'
  | 'DECIMAL_PRECISION'
  | 'DECIMALS_NOT_SUPPORTED'
  | 'MAX_VALUE_EXCEEDED';

/** How many decimals PayPal allows for a currency. */
export const decimalsOf = (currency: string): 0 | 2 => {
  return withoutDecimals.has(currency) ? 0 : 2;
};

/** What PayPal finds wrong with an amount to be paid, or undefined; `zero` allows nought, as for a tax or a discount. */
export const amountIssue = (money: Money, zero = false): AmountIssue | undefined => {
  if (!syntax.test(money.value)) return 'INVALID_PARAMETER_SYNTAX';
  if (!currencies.has(money.currency_code)) return 'INVALID_CURRENCY_CODE';
  const decimals = money.value.split('.')[1] ?? '';
  if (decimals.length > decimalsOf(money.currency_code)) {
    return decimalsOf(money.currency_code) === 0 ? 'DECIMALS_NOT_SUPPORTED' : 'DECIMAL_PRECISION';
  }
  const minor = toMinor(money);
  if (minor < 0n) return zero ? 'CANNOT_BE_NEGATIVE' : 'CANNOT_BE_ZERO_OR_NEGATIVE';
  if (minor === 0n && !zero) return 'CANNOT_BE_ZERO_OR_NEGATIVE';
  return minor > greatest ? 'MAX_VALUE_EXCEEDED' : undefined;
};

/** A well-formed amount in integer minor units; superfluous decimals are cut. */
export const toMinor = (money: Money): bigint => {
  const [, sign, whole, decimals] = /^(-?)(\d*)\.?(\d*)$/.exec(money.value) ?? [];
  const places = decimalsOf(money.currency_code);
  const minor = BigInt(`${whole ?? ''}${(decimals ?? '').slice(0, places).padEnd(places, '0')}` || '0');
  return sign === '-' ? -minor : minor;
};

/** Integer minor units as PayPal writes them. */
export const fromMinor = (minor: bigint, currency: string): Money => {
  const places = decimalsOf(currency);
  const magnitude = (minor < 0n ? -minor : minor).toString().padStart(places + 1, '0');
  const value = places === 0 ? magnitude : `${magnitude.slice(0, -places)}.${magnitude.slice(-places)}`;
  return { currency_code: currency, value: minor < 0n ? `-${value}` : value };
};
