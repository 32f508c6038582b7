import { isRefusal, refuse, type Refusal } from './result.ts';

/** Decimals by currency (ISO 4217; JPY, HUF and TWD have none at PayPal). The list is what the shop can sell in. */
export const decimals = {
  AUD: 2, BHD: 3, BRL: 2, CAD: 2, CHF: 2, CZK: 2, DKK: 2, EUR: 2, GBP: 2, HKD: 2, HUF: 0, ILS: 2, JPY: 0, KWD: 3,
  MXN: 2, NOK: 2, NZD: 2, PHP: 2, PLN: 2, SEK: 2, SGD: 2, THB: 2, TND: 3, TWD: 0, USD: 2,
} as const; // prettier-ignore

export type Currency = keyof typeof decimals;

/**
 * Money as the code and every row have it: `amount` is integer minor units, so that 1000 in USD is ten dollars and 1000 in
 * JPY a thousand yen.
 */
export type Money = { readonly amount: number; readonly currency: Currency };

/** Money as it is written outside: "10.00" USD, "1000" JPY, "1.000" KWD. */
export type MoneyText = { amount: string; currency: Currency };

/** Returns whether the shop knows this currency. */
export const isCurrency = (code: string): code is Currency => Object.hasOwn(decimals, code);

const safe = (amount: number, currency: Currency): Money | Refusal<'not-an-amount'> =>
  Number.isSafeInteger(amount) && amount >= 0 ? { amount, currency } : refuse('not-an-amount');

/** Reads "10.00" exactly, with just the decimals of its currency; anything else is refused, nothing is rounded. */
export const parseMoney = (text: string, currency: string): Money | Refusal<'not-an-amount'> => {
  if (!isCurrency(currency)) return refuse('not-an-amount');
  const places = decimals[currency];
  const form = places === 0 ? /^(0|[1-9]\d{0,14})$/ : new RegExp(`^(0|[1-9]\\d{0,11})\\.\\d{${places}}$`);
  return form.test(text) ? safe(Number(text.replace('.', '')), currency) : refuse('not-an-amount');
};

/** Writes minor units with the decimals of the currency; the inverse of parseMoney. */
export const formatMoney = ({ amount, currency }: Money): MoneyText => {
  const places = decimals[currency];
  const digits = String(amount).padStart(places + 1, '0');
  const cut = digits.length - places;
  return { amount: places ? `${digits.slice(0, cut)}.${digits.slice(cut)}` : digits, currency };
};

/**
 * Returns a whole quantity times a price; throws a RangeError for another and past the safe integers, which no cart
 * reaches.
 */
export const times = ({ amount, currency }: Money, quantity: number): Money => {
  const product = safe(amount * quantity, currency);
  if (isRefusal(product) || !Number.isInteger(quantity)) throw new RangeError('amount out of range');
  return product;
};

/** Returns the sum of amounts of one currency; throws a RangeError when currencies are mixed or the sum is unsafe. */
export const sum = (amounts: readonly Money[], currency: Currency): Money => {
  if (amounts.some((money) => money.currency !== currency)) throw new RangeError('mixed currencies');
  const total = safe(
    amounts.reduce((all, { amount }) => all + amount, 0),
    currency,
  );
  if (isRefusal(total)) throw new RangeError('amount out of range');
  return total;
};

/** Returns whether two amounts are equal, currency included. */
export const sameMoney = (a: Money, b: Money): boolean => a.amount === b.amount && a.currency === b.currency;
