export { getOrder, orderWrite, moveWrite, storeAttempt } from './store.ts';
export { findOrder, type Found } from './find-order.ts';
export { dueOrders } from './open-orders.ts';
export { failAttempt, skipAttempt, checkAgain, forgetCart } from './changes.ts';
export { claimWrite, leaseEnded, isSole, joinClaim, claimReturnWrite } from './claim.ts';
export { clearMissing, parkOrder, recordMissing, type Missing } from './missing.ts';
export { orderToken } from './token.ts';
export { orderView } from './view.ts';
export {
  attemptOf,
  claimLease,
  isBeingPaid,
  isPayable,
  liveAttempt,
  mayCapture,
  openedAt,
  openPayments,
  type Attempt,
  type Order,
  type Status,
} from './domain.ts';
