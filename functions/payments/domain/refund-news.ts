import { refundMoves, type RefundState, type Refunds } from '../../orders/domain/refunds.ts';
import { refundStateOf, type PayPalRefund } from '../../paypal/domain.ts';

/** Returns those refunds that PayPal lists and of which an order does not know what PayPal says. */
export const newsOf = (refunds: Refunds = {}, listed: readonly PayPalRefund[] = []): PayPalRefund[] =>
  listed.filter((seen) => {
    const known =
      Object.values(refunds).find(({ paypalRefund }) => paypalRefund === seen.id) ??
      (seen.refund === undefined ? undefined : refunds[seen.refund]);
    if (seen.amount === undefined) return false;
    return !known || (refundMoves[known.state] as readonly RefundState[]).includes(refundStateOf(seen));
  });
