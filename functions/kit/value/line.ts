import { formatMoney, sum, times, type Currency, type Money } from './money.ts';

/** So many of a card, by its SKU. */
export type Quantity = { readonly sku: string; readonly quantity: number };

/** So many of a card, at the name and the price of one that it had when the line was made. */
export type LineDetails = { readonly name: string; readonly quantity: number; readonly unitPrice: Money };

/** A line of what somebody buys. */
export type Line = Quantity & LineDetails;

/** Returns a line as it is shown where its SKU is not. */
export const detailsView = ({ name, quantity, unitPrice }: LineDetails) => ({
  name,
  quantity,
  unitPrice: formatMoney(unitPrice),
  lineTotal: formatMoney(times(unitPrice, quantity)),
});

/** Returns a line as it is shown. */
export const lineView = (line: Line) => ({ sku: line.sku, ...detailsView(line) });

/** Returns what lines cost together; throws a RangeError when one is of another currency. */
export const totalOf = (lines: readonly LineDetails[], currency: Currency): Money =>
  sum(
    lines.map(({ unitPrice, quantity }) => times(unitPrice, quantity)),
    currency,
  );
