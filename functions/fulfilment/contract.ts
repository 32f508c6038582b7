import { context } from '../kit/contract/contract.ts';

const fulfilling = {
  'checkout.orders': ['GetItem', 'UpdateItem'],
  'cart.carts': ['GetItem', 'UpdateItem'],
  'mail.outbox': ['PutItem'],
} as const;

/** The PIN pool: a PIN is free, or held by one order; a held PIN of a fulfilled order is sold. */
export const fulfilment = context('fulfilment', {
  tables: {
    pins: {
      key: 'sku',
      sort: 'id',
      holds: 'personal-data',
      indexes: { free: { key: 'free', sort: 'id' } },
    },
    holds: { key: 'order', holds: 'pseudonyms' },
    keys: { key: 'id', holds: 'batch-keys' },
  },
  workers: {
    fulfil: {
      on: {
        stream: 'checkout.orders',
        where: [{ eventName: ['MODIFY'], dynamodb: { NewImage: { open: { S: ['fulfilment'] } } } }],
      },
      summary:
        'Goes on where a delivery broke off: fulfils a paid order with its receipt, and takes its lines out of the cart',
      timeout: 30,
      needs: fulfilling,
    },
    sweep: {
      on: { every: '5 minutes' },
      summary: 'Fulfils paid orders that the stream missed',
      timeout: 240,
      needs: { ...fulfilling, 'checkout.orders/open': ['Query'], 'lambda:mail.sweep': ['InvokeFunction'] },
    },
  },
});
