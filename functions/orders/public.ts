export { getOrder, orderWrite } from './store.ts';
export { moveWrite } from './move.ts';
export { storeAttempt, skipAttempt, failAttempt } from './attempts.ts';
export { findOrder, type Found } from './find-order.ts';
export { dueOrders } from './open-orders.ts';
export { checkAgain, forgetCart, cartLinkWrite, orderReached } from './changes.ts';
export { claimWrite, isSole, joinClaim, claimReturnWrite } from './claim.ts';
export { claimed, claimedForThis, leaseEnded, sameTry, unclaimed } from './conditions.ts';
export { clearMissing, parkOrder, recordMissing } from './missing.ts';
export {
  refundRequestWrite,
  lateCaptureWrite,
  quarantineWrite,
  refundWrite,
  refundFailureWrite,
  chargeBackWrite,
} from './refund-writes.ts';
export type { Besides, MoneyChange } from './money-write.ts';
export { disputeWrite } from './dispute-write.ts';
export { revealWrite } from './reveal.ts';
export { withdrawalWrite, withdrawalAskedWrite, deliveredCheck, pinsClearedWrite } from './withdrawal.ts';
export { ordersOf, type OrderPage } from './orders-of.ts';
export { ordersBefore, orderDeletion } from './old-orders.ts';
export { orderToken } from './token.ts';
export { orderView } from './view.ts';
export {
  orderDays,
  attemptOf,
  approvedHere,
  claimLease,
  isBeingPaid,
  isPayable,
  liveAttempt,
  mayCapture,
  openedAt,
  openPayments,
  nextQueue,
  type Attempt,
  type Dispute,
  type Missing,
  type Order,
  type Queue,
  type Revealed,
  type Status,
} from './domain.ts';
export {
  openRefunds,
  refundable,
  takenBy,
  type Refund,
  type RefundedBy,
  type RefundRefusal,
  type RefundRequest,
  type SeenRefund,
} from './domain/refunds.ts';
export { countsCapture } from './domain/late-captures.ts';
