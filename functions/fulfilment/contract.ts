import * as z from 'zod/mini';
import { context } from '../kit/contract/contract.ts';
import { LineView, MoneyView, Timestamp } from '../kit/contract/schemas.ts';
import { buyerToken, OrderStatus } from '../orders/contract.ts';

const fulfilling = [
  'orders.getOrder',
  'orders.moveWrite',
  'orders.forgetCart',
  'cart.boughtLinesWrite',
  'cart.removeBought',
  'mail.letterWrite',
] as const;

const OrderId = z.strictObject({ id: z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/)) });

/** What becomes of an order's PINs: held for a payment, given back, delivered, shown to the buyer. */
export const fulfilment = context('fulfilment', {
  offers: {
    holdAndClaim: ['pins.holdPins', 'orders.getOrder', 'orders.claimWrite', 'orders.joinClaim'],
    giveBackClaim: ['pins.releaseWrites', 'orders.getOrder', 'orders.claimReturnWrite'],
    deliver: fulfilling,
    voidOrder: ['pins.releaseWrites', 'orders.getOrder', 'orders.moveWrite', 'mail.letterWrite'],
  },
  routes: {
    readOrder: {
      at: 'GET /orders/{id}',
      auth: 'buyer',
      token: buyerToken,
      summary: 'Read an order; the PINs are there once it is fulfilled',
      path: OrderId,
      returns: z.object({
        id: z.string(),
        status: OrderStatus,
        disputed: z.boolean(),
        refunded: MoneyView,
        lines: z.array(LineView),
        total: MoneyView,
        placedAt: Timestamp,
        history: z.array(z.object({ status: OrderStatus, at: Timestamp })),
        /** The order joined the account of a customer whose sign-in is more than fifteen minutes old. */
        signInForPins: z.optional(z.boolean()),
        pins: z.optional(z.array(z.object({ sku: z.string(), pin: z.string() }))),
      }),
      uses: ['orders.orderToken', 'orders.getOrder', 'accounts.mayOpen', 'pins.pinsOf'],
    },
  },
  workers: {
    fulfil: {
      on: {
        stream: 'orders.orders',
        where: [{ eventName: ['MODIFY'], dynamodb: { NewImage: { open: { S: ['fulfilment'] } } } }],
      },
      summary:
        'Goes on where a delivery broke off: fulfils a paid order with its receipt, and takes its lines out of the cart',
      timeout: 30,
      uses: fulfilling,
    },
    sweep: {
      on: { every: '5 minutes' },
      summary: 'Fulfils paid orders that the stream missed',
      timeout: 240,
      uses: [...fulfilling, 'orders.dueOrders', 'orders.checkAgain', 'wake:mail.sweep'],
    },
  },
});
