import type { Order } from '../../orders/domain.ts';
import { refundable } from '../../orders/domain/refunds.ts';
import { minute } from '../../kit/value/time.ts';

/** Why a buyer may not withdraw from an order. */
export type WithdrawalRefusal = 'revealed' | 'disputed' | 'refunded' | 'not-paid';

/** How long (milliseconds) a withdrawal that was begun may be confirmed. */
export const confirmedWithin = 30 * minute;

/**
 * Returns why a buyer may not withdraw from an order; undefined when they may, and when they have. A refund of all that was paid
 * leaves nothing to withdraw from.
 */
export const withdrawalRefusal = (order: Order): WithdrawalRefusal | undefined => {
  const { status, disputed, revealed, withdrawal } = order;
  if (withdrawal) return undefined;
  if (disputed) return 'disputed';
  if (status === 'refunded') return 'refunded';
  if (revealed) return 'revealed';
  if (status !== 'paid' && status !== 'fulfilled') return 'not-paid';
  return refundable(order).amount === 0 ? 'refunded' : undefined;
};

/** How far the money of a withdrawal is on its way back. `with-staff`: a person decides about it. */
export const withdrawalStates = ['refunding', 'refunded', 'with-staff'] as const;
export type WithdrawalState = (typeof withdrawalStates)[number];

/** Returns how far the money of a withdrawal is on its way back: a refund that failed is with staff. */
export const withdrawalState = ({ withdrawal, refunds }: Order): WithdrawalState => {
  const refund = withdrawal && refunds?.[withdrawal.refund];
  if (!refund || refund.state === 'failed') return 'with-staff';
  return refund.state === 'done' ? 'refunded' : 'refunding';
};
