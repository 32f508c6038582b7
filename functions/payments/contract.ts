import * as z from 'zod/mini';
import { context } from '../kit/contract/contract.ts';
import { MoneyView, ThingId, Timestamp } from '../kit/contract/schemas.ts';
import { hiding } from '../fulfilment/contract.ts';
import { buyerToken } from '../orders/contract.ts';
import { eventDays } from './domain/kept.ts';
import { withdrawalStates } from './domain/withdrawal.ts';

/** Everything that `settle(paypalOrder)` does, whoever calls it. */
const settling = [
  'orders.findOrder',
  'orders.getOrder',
  'orders.moveWrite',
  'orders.failAttempt',
  'orders.recordMissing',
  'orders.clearMissing',
  'orders.parkOrder',
  'fulfilment.holdAndClaim',
  'fulfilment.giveBackClaim',
  'fulfilment.deliver',
  'fulfilment.voidOrder',
  'paypal.readPayment',
  'paypal.capturePayment',
  'paypal.completed',
  'paypal.paymentByCapture',
  'paypal.searchTransactions',
  'accounts.referenceOf',
  'accounts.saveMethod',
  'accounts.forgetMethod',
  { events: ['UpdateItem'] },
] as const;

/** PayPal's events come in as hints, the state is read back from PayPal, and one conditional write decides. */
export const payments = context('payments', {
  problems: {
    'not-paid': { status: 409, title: 'Nothing was paid for this order yet, or it came to nothing.' },
    revealed: { status: 409, title: 'The PINs of this order were shown, so that it cannot be withdrawn from.' },
    disputed: hiding.disputed,
    refunded: { status: 409, title: 'The money of this order was refunded.' },
    'confirmation-lapsed': {
      status: 422,
      title: 'This confirmation is of another order, or no longer good; begin again without one.',
    },
    'invalid-signature': { status: 400, title: 'The signature of this message does not verify.' },
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
        pseudonym: 'id event paypalOrder capture customId resource',
        hash: 'signature body token',
        plain: 'type at unsettled checkAt tries settledAt forgedAt outcome expiresAt',
      },
      indexes: {
        unsettled: {
          key: 'unsettled',
          sort: 'checkAt',
          numericSort: true,
          project: ['type', 'paypalOrder', 'capture', 'customId', 'token', 'tries'],
        },
      },
    },
  },
  routes: {
    withdrawOrder: {
      at: 'POST /orders/{id}/withdrawal',
      auth: 'buyer',
      token: buyerToken,
      summary:
        'Withdraw from a whole order before its PINs are shown: without a confirmation one is returned, with it the money goes back',
      path: ThingId,
      body: z.strictObject({ confirm: z.optional(z.string().check(z.maxLength(200))) }),
      returns: z.object({
        confirm: z.optional(z.string()),
        /** What is confirmed, and what is paid back. */
        text: z.optional(z.string()),
        amount: z.optional(MoneyView),
        withdrawal: z.optional(z.object({ at: Timestamp, state: z.enum(withdrawalStates) })),
      }),
      problems: ['revealed', 'disputed', 'refunded', 'not-paid', 'confirmation-lapsed'],
      uses: [
        'secret:signing-keys',
        'orders.getOrder',
        'orders.withdrawalWrite',
        'orders.withdrawalAskedWrite',
        'fulfilment.lacksConfirmation',
        'mail.letterWrite',
      ],
    },
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
  },
  workers: {
    settle: {
      on: { stream: 'events', where: [{ eventName: ['INSERT'], dynamodb: { NewImage: { unsettled: { S: ['y'] } } } }] },
      summary: 'Settles the order that an event is about',
      timeout: 60,
      uses: [...settling, 'paypal.isVaulted'],
    },
    charge: {
      on: { invoked: true },
      summary: 'Settles an order that a saved payment method is to pay',
      timeout: 60,
      uses: settling,
    },
    sweep: {
      on: { every: '5 minutes' },
      summary: 'Settles what no event settled, and voids open orders whose approval window has closed',
      timeout: 240,
      uses: [
        ...settling,
        'paypal.isVaulted',
        'orders.dueOrders',
        'orders.checkAgain',
        'wake:fulfilment.sweep',
        'wake:mail.sweep',
        { 'events/unsettled': ['Query'] },
      ],
    },
  },
});
