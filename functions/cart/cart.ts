import { formatMoney, sum, times, type Currency, type Money } from '../kit/money.ts';
import { refuse, type Refusal } from '../kit/result.ts';

/** At most nine of one card, ten different cards, and thirty days from the last change. */
export const limits = { quantity: 9, lines: 10, days: 30 } as const;

/** So many of one card, at the name and price that it had when the line was set. */
export type Line = {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: Money;
};

/**
 * A visitor's cart, its lines in SKU order. Every change of the lines makes another version. `open` names, by version,
 * the one order that was placed for it.
 */
export type Cart = {
  readonly id: string;
  readonly lines: readonly Line[];
  readonly version: number;
  readonly open: Readonly<Record<string, string>>;
};

/** The cart of a visitor who has none: no line, version 0. */
export const emptyCart = (id: string): Cart => ({ id, lines: [], version: 0, open: {} });

/** Lines in the order in which they are shown. */
export const bySku = (lines: readonly Line[]): Line[] =>
  [...lines].sort((one, other) => (one.sku < other.sku ? -1 : one.sku > other.sku ? 1 : 0));

/** What a line costs: its quantity at its unit price. */
export const lineTotal = ({ quantity, unitPrice }: Line): Money => times(unitPrice, quantity);

/** The currency of a cart; an empty one has none. */
export const currencyOf = (lines: readonly Line[]): Currency | undefined => lines[0]?.unitPrice.currency;

/** What all lines cost; undefined for an empty cart, which has no currency. */
export const total = (lines: readonly Line[]): Money | undefined => {
  const currency = currencyOf(lines);
  return currency && sum(lines.map(lineTotal), currency);
};

/**
 * The lines with one line set. A cart has one currency; a line that is not there yet needs room. The order of the rules
 * is that of what the visitor can do about it.
 */
export const withLine = (lines: readonly Line[], line: Line): Line[] | Refusal<'cart-full' | 'mixed-currencies'> => {
  const currency = currencyOf(lines);
  if (currency && currency !== line.unitPrice.currency) return refuse('mixed-currencies');
  const others = lines.filter(({ sku }) => sku !== line.sku);
  return others.length < limits.lines ? bySku([...others, line]) : refuse('cart-full');
};

/** The lines without exactly what was bought: what was added meanwhile stays. */
export const withoutBought = (
  lines: readonly Line[],
  bought: readonly { readonly sku: string; readonly quantity: number }[],
): Line[] =>
  lines
    .map((line) => {
      const taken = bought.filter(({ sku }) => sku === line.sku).reduce((all, { quantity }) => all + quantity, 0);
      return { ...line, quantity: line.quantity - taken };
    })
    .filter(({ quantity }) => quantity > 0);

/** The lines at the names and prices of today; a line whose card is not among the products stays as it is. */
export const repriced = (
  lines: readonly Line[],
  products: readonly { readonly sku: string; readonly name: string; readonly price: Money }[],
): Line[] =>
  lines.map((line) => {
    const product = products.find(({ sku }) => sku === line.sku);
    return product ? { ...line, name: product.name, unitPrice: product.price } : line;
  });

/** The cart as it is shown: money as text, lines in SKU order. */
export const view = ({ lines, version }: Cart) => {
  const all = total(lines);
  return {
    lines: bySku(lines).map((line) => ({
      sku: line.sku,
      name: line.name,
      quantity: line.quantity,
      unitPrice: formatMoney(line.unitPrice),
      lineTotal: formatMoney(lineTotal(line)),
    })),
    total: all ? formatMoney(all) : null,
    version,
  };
};
