import * as z from 'zod/mini';
import { parseMoney, type Money } from '../kit/value/money.ts';
import { isRefusal } from '../kit/value/result.ts';
import { CountryCode, CurrencyCode, Sku } from '../kit/contract/schemas.ts';
import { takesCurrency } from '../paypal/contract.ts';
import { limits } from './domain.ts';

const line = (longest: number) =>
  z.string().check(z.trim(), z.minLength(1), z.maxLength(longest), z.regex(/^\P{Cc}*$/u));

/** Money as it is written, to integer minor units; zero, and decimals that the currency has not, are refused. */
const Amount = z.pipe(
  z.strictObject({ amount: z.string(), currency: CurrencyCode }),
  z.transform((text, context): Money => {
    const money = parseMoney(text.amount, text.currency);
    if (!isRefusal(money) && money.amount > 0) return money;
    context.issues.push({
      code: 'custom',
      path: ['amount'],
      input: text.amount,
      message: 'not an amount above zero with the decimals of its currency',
    });
    return z.NEVER;
  }),
);

/** What is asked for a card is paid at PayPal; what a card is worth when it is dialled is another matter. */
const Price = z.pipe(
  Amount,
  z.transform((price, context): Money => {
    if (takesCurrency(price.currency)) return price;
    context.issues.push({
      code: 'custom',
      path: ['currency'],
      input: price.currency,
      message: 'a currency that PayPal takes no payments in',
    });
    return z.NEVER;
  }),
);

/** A product as an operator writes it: parsed into a `Product`, every field required, no other allowed. */
export const ProductEntry = z.strictObject({
  sku: Sku,
  name: line(limits.name),
  description: line(limits.description),
  faceValue: Amount,
  price: Price,
  countries: z.array(CountryCode).check(z.minLength(1), z.maxLength(limits.countries)),
});
