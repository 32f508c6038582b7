import type { Order } from '../orders/domain.ts';
import { openRefunds } from '../orders/domain/refunds.ts';

/** Why the PINs of an order are not revealed. */
export type Hidden = 'withdrawn' | 'disputed' | 'refunded' | 'not-fulfilled' | 'reveal-waits';

/** A refund that is under way counts too: never both a refund and a PIN. */
const isRefunded = (order: Order): boolean =>
  order.status === 'refunded' || order.refunded.amount > 0 || openRefunds(order).length > 0;

/** Returns why the PINs of an order may not be revealed now; undefined when they may. What ends an order comes first. */
export const hiddenBy = (order: Order, now: Date): Hidden | undefined => {
  if (order.withdrawal) return 'withdrawn';
  if (order.disputed) return 'disputed';
  if (isRefunded(order)) return 'refunded';
  if (order.status !== 'fulfilled') return 'not-fulfilled';
  return order.revealFrom !== undefined && order.revealFrom > now.toISOString() ? 'reveal-waits' : undefined;
};

/** Returns whether the buyer of an order sees its PINs: they have been revealed, and the order is neither over nor disputed. */
export const isShown = ({ status, disputed, revealed }: Order): boolean =>
  revealed !== undefined && status === 'fulfilled' && !disputed;
