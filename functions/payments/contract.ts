import * as z from 'zod/mini';
import { context } from '../kit/contract/contract.ts';
import { refunding, refundRoutes } from './specs/refunds.ts';
import { eventDays } from './domain/kept.ts';
import { disputeProblems, disputeStaffRoutes, disputeTables, disputing } from './specs/disputes.ts';
import { reconciling, reconcileTables, statementProblems, statementRoute } from './specs/reconcile.ts';
import { withdrawalProblems, withdrawalRoute } from './specs/withdrawal.ts';

/** Everything that `settle(paypalOrder)` does, whoever calls it. */
const settling = [
  ...refunding,
  'orders.findOrder',
  'orders.quarantineWrite',
  'orders.moveWrite',
  'orders.failAttempt',
  'orders.recordMissing',
  'orders.clearMissing',
  'orders.parkOrder',
  'fulfilment.holdAndClaim',
  'fulfilment.giveBackClaim',
  'fulfilment.deliver',
  'fulfilment.voidOrder',
  'paypal.capturePayment',
  'paypal.completed',
  'paypal.paymentByCapture',
  'paypal.searchTransactions',
  'accounts.referenceOf',
  'accounts.saveMethod',
  'accounts.forgetMethod',
  { events: ['GetItem', 'UpdateItem'] },
] as const;

/** PayPal's events come in as hints, the state is read back from PayPal, and one conditional write decides. */
export const payments = context('payments', {
  problems: {
    ...withdrawalProblems,
    'invalid-signature': { status: 400, title: 'The signature of this message does not verify.' },
    ...disputeProblems,
    ...statementProblems,
    'nothing-to-refund': { status: 409, title: 'Nothing is left to refund: it was not captured, or has gone back.' },
    'refund-exceeds': { status: 409, title: 'That is more than is left, or another currency than was paid.' },
  },
  tables: {
    events: {
      key: 'id',
      expires: 'expiresAt',
      stream: 'new',
      holds: 'pseudonyms',
      why: 'What PayPal told: a hint, of which ids, times and digests are kept, and never the body.',
      kept: {
        days: eventDays,
        after: 'it came',
        why: 'PayPal repeats an event for days, and a payment is looked into within weeks',
      },
      fields: {
        pseudonym: 'id event paypalOrder capture refund customId resource',
        hash: 'signature body token',
        plain: 'type at unsettled checkAt tries settledAt forgedAt outcome expiresAt',
      },
      indexes: {
        unsettled: {
          key: 'unsettled',
          sort: 'checkAt',
          numericSort: true,
          project: ['type', 'paypalOrder', 'capture', 'customId', 'resource', 'token', 'tries'],
        },
      },
    },
    ...disputeTables,
    ...reconcileTables,
  },
  routes: {
    ...withdrawalRoute,
    webhook: {
      at: 'POST /webhooks/paypal',
      auth: 'signed-webhook',
      summary: 'Take an event from PayPal; 200 once it is durable',
      returns: z.object({ received: z.boolean() }),
      problems: ['invalid-signature', 'malformed-json'],
      uses: [
        'secret:paypal',
        'port:paypal',
        'port:payments',
        'orders.getOrder',
        'people.referenceHash',
        { events: ['PutItem', 'GetItem', 'UpdateItem'] },
      ],
    },
    ...disputeStaffRoutes,
    ...refundRoutes,
    ...statementRoute,
  },
  workers: {
    settle: {
      on: { stream: 'events', where: [{ eventName: ['INSERT'], dynamodb: { NewImage: { unsettled: { S: ['y'] } } } }] },
      summary: 'Settles the order that an event is about',
      timeout: 60,
      uses: [...settling, ...disputing, 'paypal.isVaulted'],
    },
    charge: {
      on: { invoked: true },
      summary: 'Settles an order that a saved payment method is to pay',
      timeout: 60,
      uses: settling,
    },
    refund: {
      on: {
        stream: 'orders.orders',
        where: [{ eventName: ['MODIFY'], dynamodb: { NewImage: { open: { S: ['refund'] } } } }],
      },
      summary: 'Has PayPal make the refunds that an order requests',
      timeout: 60,
      uses: refunding,
    },
    reconcile: {
      on: { every: '1440 minutes' },
      summary: "Compares our record with PayPal's, repairs what was missed, and closes the books of the days before",
      timeout: 900,
      uses: [...settling, ...disputing, 'paypal.isVaulted', ...reconciling],
    },
    sweep: {
      on: { every: '5 minutes' },
      summary: 'Settles what no event settled, and voids open orders whose approval window has closed',
      timeout: 240,
      uses: [
        ...settling,
        ...disputing,
        'paypal.isVaulted',
        'orders.dueOrders',
        'orders.checkAgain',
        'wake:fulfilment.sweep',
        'wake:mail.sweep',
        { 'events/unsettled': ['Query'], 'disputes/byState': ['Query'] },
      ],
    },
  },
});
