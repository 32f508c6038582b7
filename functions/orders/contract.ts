import * as z from 'zod/mini';
import { context } from '../kit/contract/contract.ts';
import { statuses } from './domain.ts';

export { buyerToken } from './buyer-token.ts';

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
    claimWrite: change,
    isSole: [],
    joinClaim: change,
    claimReturnWrite: change,
    clearMissing: change,
    parkOrder: change,
    recordMissing: change,
    ordersOf: [{ orders: ['BatchGetItem'], 'orders/byPerson': ['Query'] }],
    orderToken: ['secret:signing-keys'],
    orderView: [],
    attemptOf: [],
    isBeingPaid: [],
    isPayable: [],
    liveAttempt: [],
    mayCapture: [],
    openedAt: [],
    openPayments: [],
  },
});
