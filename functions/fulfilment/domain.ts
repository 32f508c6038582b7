import type { Order } from '../orders/domain.ts';
import { openRefunds } from '../orders/domain/refunds.ts';

/** Why the PINs of an order are not revealed. */
export type Hidden = 'withdrawn' | 'disputed' | 'refunded' | 'not-fulfilled' | 'reveal-waits';

/** A refund that is under way counts too, and what a dispute took: never both money back and a PIN. */
const isRefunded = (order: Order): boolean =>
  order.status === 'refunded' ||
  order.refunded.amount > 0 ||
  (order.chargedBack?.amount ?? 0) > 0 ||
  openRefunds(order).length > 0;

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

/** What is known of a letter that confirms a reveal. */
type Confirmation = { state: string; fate?: string | undefined };

/** How often a reveal is confirmed at most: once, and again after a letter whose way is not known, or that came back. */
const confirmations = 3;

/** Returns the names of all letters that may confirm the reveal of an order, in their order. */
export const confirmationsOf = (order: string): string[] =>
  Array.from({ length: confirmations }, (_, n) => (n === 0 ? `reveal:${order}` : `reveal:${order}:${n + 1}`));

const cameBack = ({ state, fate }: Confirmation): boolean =>
  fate === 'bounced' || (fate !== 'delivered' && (state === 'unknown' || state === 'refused'));
const arrived = ({ state, fate }: Confirmation): boolean =>
  fate === 'delivered' || (state === 'sent' && fate !== 'bounced');

/** Returns whether a buyer has certainly not been sent what they agreed to: a letter failed, and none has gone out since. */
export const isUnconfirmed = (letters: readonly Confirmation[]): boolean =>
  letters.some(cameBack) && !letters.some(arrived);
