import { formatMoney, times } from '../kit/value/money.ts';
import { totalOf, type Order } from './domain.ts';

/** An order's lines as they are shown. */
const lineViews = ({ lines, currency }: Pick<Order, 'lines' | 'currency'>) =>
  lines.map(({ sku, name, quantity, unitMinor }) => ({
    sku,
    name,
    quantity,
    unitPrice: formatMoney({ minor: unitMinor, currency }),
    lineTotal: formatMoney(times({ minor: unitMinor, currency }, quantity)),
  }));

/** Returns an order as its buyer sees it, without the PINs. */
export const orderView = (order: Order) => ({
  id: order.id,
  status: order.status,
  disputed: order.disputed,
  refunded: formatMoney({ minor: order.refundedMinor, currency: order.currency }),
  lines: lineViews(order),
  total: formatMoney(totalOf(order)),
  placedAt: order.placedAt,
  history: order.history,
});
