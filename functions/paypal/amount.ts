import * as z from 'zod/mini';
import { formatMoney, parseMoney, type Money } from '../kit/value/money.ts';
import { isRefusal } from '../kit/value/result.ts';

/** An amount as PayPal writes it. */
export const Amount = z.object({ value: z.string(), currency_code: z.string() });
export type Amount = z.infer<typeof Amount>;

/** Returns money as PayPal writes it. */
export const amountOf = (money: Money): Amount => {
  const { amount, currency } = formatMoney(money);
  return { currency_code: currency, value: amount };
};

/** Returns PayPal's amount as money; undefined when it is none, or of a currency that is not sold in. */
export const moneyOf = (amount: Amount | undefined): Money | undefined => {
  const money = amount && parseMoney(amount.value, amount.currency_code);
  return money === undefined || isRefusal(money) ? undefined : money;
};
