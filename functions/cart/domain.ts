import { lineView, totalOf, type Line, type LineDetails, type Quantity } from '../kit/value/line.ts';
import { formatMoney, type Currency, type Money } from '../kit/value/money.ts';
import { refuse, type Refusal } from '../kit/value/result.ts';

/** At most nine of one card, ten different cards, and thirty days from the last change. */
export const limits = { quantity: 9, lines: 10, days: 30 } as const;

/** Lines by SKU, all in the currency of their cart. */
export type Lines = Readonly<Record<string, LineDetails>>;

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
export const lineOf = ({ name, price }: Card, quantity: number): LineDetails => ({ name, quantity, unitPrice: price });

/** Returns the lines of a cart in SKU order. */
export const linesOf = ({ lines }: Pick<Cart, 'lines'>): Line[] =>
  Object.entries(lines)
    .map(([sku, line]) => ({ sku, ...line }))
    .sort((a, b) => (a.sku < b.sku ? -1 : 1));

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

/** What becomes of two carts when a visitor turns out to be a customer: the customer's lines, and those that the session keeps. */
export type Merged = { readonly lines: Lines; readonly left: Lines; readonly currency: Currency };

/**
 * Returns a visitor's cart joined to a customer's. The customer's currency wins, unless that cart is empty; what does not
 * fit, for its currency, as the eleventh card or as the tenth of a card, is left to the session: together the two have exactly what
 * was there before. Of a card that both have, the name and the price are the customer's.
 */
export const merged = (customer: Pick<Cart, 'lines' | 'currency'> | undefined, visitor: Cart): Merged => {
  const own = customer?.lines ?? {};
  const currency = customer && Object.keys(own).length > 0 ? customer.currency : visitor.currency;
  if (currency !== visitor.currency) return { lines: own, left: visitor.lines, currency };
  const lines: Record<string, LineDetails> = { ...own };
  const left: Record<string, LineDetails> = {};
  for (const [sku, line] of Object.entries(visitor.lines).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const there = Object.hasOwn(lines, sku) ? lines[sku] : undefined;
    const room = there || Object.keys(lines).length < limits.lines ? limits.quantity - (there?.quantity ?? 0) : 0;
    const moving = Math.min(room, line.quantity);
    if (moving > 0) lines[sku] = { ...(there ?? line), quantity: moving + (there?.quantity ?? 0) };
    if (moving < line.quantity) left[sku] = { ...line, quantity: line.quantity - moving };
  }
  return { lines, left, currency };
};

/** Returns the lines without exactly what was bought: what was added meanwhile stays. */
export const withoutBought = (lines: Lines, bought: readonly Quantity[]): Lines => {
  const taken = (card: string): number =>
    bought.filter(({ sku }) => sku === card).reduce((all, { quantity }) => all + quantity, 0);
  return Object.fromEntries(
    Object.entries(lines)
      .map(([sku, line]): [string, LineDetails] => [sku, { ...line, quantity: line.quantity - taken(sku) }])
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

/**
 * Returns the cart as it is shown, its lines in SKU order; no cart is an empty one of version 0, and an empty one
 * costs nothing.
 */
export const view = (cart: Cart | undefined) => {
  if (!cart) return { lines: [], total: null, version: 0 };
  const lines = linesOf(cart);
  return {
    lines: lines.map(lineView),
    total: lines.length > 0 ? formatMoney(totalOf(lines, cart.currency)) : null,
    version: cart.version,
  };
};
