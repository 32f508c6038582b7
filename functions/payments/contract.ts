import * as z from 'zod/mini';
import { context } from '../kit/contract/contract.ts';

/** Everything that `settle(paypalOrder)` does, whoever calls it. */
const settling = {
  events: ['UpdateItem'],
  'checkout.orders': ['GetItem', 'UpdateItem'],
  'checkout.orders/byPaypalOrder': ['Query'],
  'checkout.orders/byCapture': ['Query'],
  'cart.carts': ['GetItem', 'UpdateItem'],
  'fulfilment.holds': ['GetItem', 'PutItem', 'DeleteItem'],
  'fulfilment.pins': ['UpdateItem'],
  'fulfilment.pins/free': ['Query'],
  'mail.outbox': ['PutItem'],
  'ssm:paypal': ['GetParameters'],
} as const;

/** PayPal's events come in as hints, the state is read back from PayPal, and one conditional write decides. */
export const payments = context('payments', {
  tables: {
    events: {
      key: 'id',
      expires: 'expiresAt',
      stream: 'new',
      holds: 'pseudonyms',
      indexes: {
        unsettled: {
          key: 'unsettled',
          sort: 'checkAt',
          numericSort: true,
          project: ['type', 'paypalOrder', 'capture', 'customId', 'tries'],
        },
      },
    },
  },
  routes: {
    webhook: {
      at: 'POST /webhooks/paypal',
      auth: 'signed-webhook',
      summary: 'Take an event from PayPal; 200 once it is durable',
      returns: z.object({ received: z.boolean() }),
      problems: ['invalid-signature', 'malformed-json'],
      needs: { events: ['PutItem', 'GetItem', 'UpdateItem'], 'ssm:paypal': ['GetParameters'] },
    },
  },
  workers: {
    settle: {
      on: { stream: 'events', where: [{ eventName: ['INSERT'] }] },
      summary: 'Settles the order that an event is about',
      timeout: 60,
      needs: settling,
    },
    sweep: {
      on: { every: '5 minutes' },
      summary: 'Settles what no event settled, and voids open orders whose approval window has closed',
      timeout: 240,
      needs: {
        ...settling,
        'events/unsettled': ['Query'],
        'checkout.orders/open': ['Query'],
        'lambda:fulfilment.sweep': ['InvokeFunction'],
        'lambda:mail.sweep': ['InvokeFunction'],
      },
    },
  },
});
