import { lineView } from '../kit/value/line.ts';
import { formatMoney } from '../kit/value/money.ts';
import type { Order } from './domain.ts';

/** Returns an order as its buyer sees it, without the PINs. */
export const orderView = (order: Order) => ({
  id: order.id,
  status: order.status,
  disputed: order.disputed,
  refunded: formatMoney(order.refunded),
  lines: order.lines.map(lineView),
  total: formatMoney(order.total),
  placedAt: order.placedAt,
  history: order.history,
  revealed: order.revealed !== undefined,
  ...(order.mailUndeliverable && { mailUndeliverable: true as const }),
});
