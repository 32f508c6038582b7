import { formatMoney, sum, times, type Currency, type Money } from '../kit/value/money.ts';
import { refuse, type Refusal } from '../kit/value/result.ts';

/** At most nine of one card, ten different cards, and thirty days from the last change. */
export const limits = { quantity: 9, lines: 10, days: 30 } as const;

/** So many of one card, at the name and the price (in minor units of the cart's currency) it had when the line was set. */
export type Line = { readonly name: string; readonly quantity: number; readonly unitMinor: number };

/** Lines by SKU. */
export type Lines = Readonly<Record<string, Line>>;

/**
 * A visitor's cart, in one currency. Every change of the lines makes another version; `open` names, by version, the one
 * order that was placed for it.
 */
export type Cart = {
  readonly id: string;
  readonly lines: Lines;
  readonly currency: Currency;
  readonly version: number;
  readonly open: Readonly<Record<string, string>>;
};

/** What the cart knows of a product. */
export type Card = { readonly name: string; readonly price: Money };

/** Returns a line of so many of a card. */
export const lineOf = ({ name, price }: Card, quantity: number): Line => ({ name, quantity, unitMinor: price.minor });

/**
 * Returns why a card may not be put into a cart, undefined when it may: an empty cart takes any currency, another only
 * its own; a card that is not there yet needs room.
 */
export const refusalOf = (
  { lines, currency }: Pick<Cart, 'lines' | 'currency'>,
  sku: string,
  { price }: Card,
): Refusal<'cart-full' | 'mixed-currencies'> | undefined => {
  const count = Object.keys(lines).length;
  if (count > 0 && currency !== price.currency) return refuse('mixed-currencies');
  return count < limits.lines || Object.hasOwn(lines, sku) ? undefined : refuse('cart-full');
};

/** Returns the lines without exactly what was bought: what was added meanwhile stays. */
export const withoutBought = (
  lines: Lines,
  bought: readonly { readonly sku: string; readonly quantity: number }[],
): Lines => {
  const taken = (card: string): number =>
    bought.filter(({ sku }) => sku === card).reduce((all, { quantity }) => all + quantity, 0);
  return Object.fromEntries(
    Object.entries(lines)
      .map(([sku, line]): [string, Line] => [sku, { ...line, quantity: line.quantity - taken(sku) }])
      .filter(([, { quantity }]) => quantity > 0),
  );
};

/**
 * Returns the lines at the names and prices of today. A line whose card is no longer for sale in the cart's currency
 * stays as it is: it is for the visitor to remove it.
 */
export const repriced = ({ lines, currency }: Cart, cards: ReadonlyMap<string, Card>): Lines =>
  Object.fromEntries(
    Object.entries(lines).map(([sku, line]) => {
      const card = cards.get(sku);
      return [sku, card?.price.currency === currency ? lineOf(card, line.quantity) : line];
    }),
  );

const lineView = (sku: string, { name, quantity, unitMinor }: Line, currency: Currency) => {
  const price = { minor: unitMinor, currency };
  return { sku, name, quantity, unitPrice: formatMoney(price), lineTotal: formatMoney(times(price, quantity)) };
};

/**
 * Returns the cart as it is shown, its lines in SKU order; no cart is an empty one of version 0, and an empty one
 * costs nothing.
 */
export const view = (cart: Cart | undefined) => {
  if (!cart) return { lines: [], total: null, version: 0 };
  const { lines, currency, version } = cart;
  const entries = Object.entries(lines).sort(([one], [other]) => (one < other ? -1 : 1));
  const totals = entries.map(([, line]) => times({ minor: line.unitMinor, currency }, line.quantity));
  return {
    lines: entries.map(([sku, line]) => lineView(sku, line, currency)),
    total: entries.length > 0 ? formatMoney(sum(totals, currency)) : null,
    version,
  };
};
