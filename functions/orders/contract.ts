import * as z from 'zod/mini';
import { context } from '../kit/contract/contract.ts';
import { orderDays, statuses } from './domain.ts';

export { buyerToken } from './buyer-token.ts';
export { refundStates } from './domain/refunds.ts';

/** The status of an order, for the contracts of those who show it. */
export const OrderStatus = z.enum(statuses);

const change = [{ orders: ['UpdateItem'] }] as const;

/** The order: its price frozen, the buyer's choices, and the way from `created` to `fulfilled`. It has no routes. */
export const orders = context('orders', {
  tables: {
    orders: {
      key: 'id',
      stream: 'new',
      holds: 'pseudonyms',
      why: 'What was bought, at which price, and what became of it.',
      kept: {
        days: orderDays,
        after: 'it was placed',
        why: 'tax law asks for it; nothing in it leads to a person who was erased',
      },
      fields: {
        pseudonym: `id buyer cart.id attempts.*.paypalOrder attempts.*.approveUrl paypalOrder capturing capture claimBy
          missing.*.searched.* refunds.*.paypalRefund refunds.*.capture withdrawal.refund saving.account method
          attempts.*.method`,
        hash: 'form noticeHash policyHash revealed.text saving.text',
        plain: `status lines.*.sku lines.*.name lines.*.quantity lines.*.unitPrice.* total.* marketing cart.version
          attempt attempts.*.payee attempts.*.at attempts.*.failed placedAt history.*.status history.*.at disputed
          refunded.* captureTry claimUntil claimShared missing.*.since parked checkAt open reason
          refunds.*.amount.* refunds.*.at refunds.*.by refunds.*.state refunds.*.reason refunds.*.whole captured.* chargedBack.*
          mailUndeliverable revealed.at revealFrom withdrawal.at withdrawalAsked disputes.*.state disputes.*.due disputes.*.amount.* disputes.*.evidence protection payer`,
      },
      indexes: {
        open: { key: 'open', sort: 'checkAt', numericSort: true },
        byPaypalOrder: { key: 'paypalOrder' },
        byCapture: { key: 'capture' },
        byPerson: { key: 'buyer', sort: 'placedAt' },
      },
    },
  },
  offers: {
    getOrder: [{ orders: ['GetItem'] }],
    orderWrite: [{ orders: ['PutItem'] }],
    moveWrite: change,
    storeAttempt: change,
    skipAttempt: change,
    failAttempt: change,
    findOrder: [{ orders: ['GetItem'], 'orders/byPaypalOrder': ['Query'], 'orders/byCapture': ['Query'] }],
    dueOrders: [{ 'orders/open': ['Query'] }],
    checkAgain: change,
    forgetCart: change,
    cartLinkWrite: change,
    orderReached: change,
    claimWrite: change,
    isSole: [],
    joinClaim: change,
    claimReturnWrite: change,
    clearMissing: change,
    parkOrder: change,
    recordMissing: change,
    refundRequestWrite: change,
    lateCaptureWrite: change,
    quarantineWrite: change,
    refundWrite: change,
    refundFailureWrite: change,
    chargeBackWrite: change,
    disputeWrite: change,
    revealWrite: change,
    withdrawalWrite: change,
    withdrawalAskedWrite: change,
    deliveredCheck: [{ orders: ['ConditionCheckItem'] }],
    pinsClearedWrite: change,
    ordersOf: [{ orders: ['BatchGetItem'], 'orders/byPerson': ['Query'] }],
    ordersBefore: [{ orders: ['Scan'] }],
    orderDeletion: [{ orders: ['DeleteItem'] }],
    orderToken: ['secret:signing-keys'],
    orderView: [],
    attemptOf: [],
    approvedHere: [],
    isBeingPaid: [],
    isPayable: [],
    liveAttempt: [],
    mayCapture: [],
    openedAt: [],
    openPayments: [],
    nextQueue: [],
    openRefunds: [],
    refundable: [],
    takenBy: [],
    countsCapture: [],
  },
});
