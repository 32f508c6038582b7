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

/** An order as its buyer sees it, without the PINs. */
const OrderView = z.object({
  id: z.string(),
  status: OrderStatus,
  disputed: z.boolean(),
  refunded: MoneyView,
  lines: z.array(LineView),
  total: MoneyView,
  placedAt: Timestamp,
  history: z.array(z.object({ status: OrderStatus, at: Timestamp })),
});

/** What becomes of an order's PINs: held for a payment, given back, delivered, shown to the buyer. */
export const fulfilment = context('fulfilment', {
  problems: { 'no-receipt': { status: 409, title: 'Only an order that was fulfilled has a receipt.' } },
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
      returns: z.extend(OrderView, {
        /** The order joined the account of a customer whose sign-in is more than fifteen minutes old. */
        signInForPins: z.optional(z.boolean()),
        pins: z.optional(z.array(z.object({ sku: z.string(), pin: z.string() }))),
      }),
      uses: ['orders.orderToken', 'orders.getOrder', 'accounts.mayOpen', 'pins.pinsOf'],
    },
    lookUpOrder: {
      at: 'GET /admin/orders/{id}',
      auth: 'staff:support',
      summary:
        'Look an order up: what its buyer sees but the PINs, who that is by a pseudonym, and where its payment is',
      path: OrderId,
      returns: z.extend(OrderView, {
        person: z.string(),
        paypalOrder: z.optional(z.string()),
        capture: z.optional(z.string()),
        parked: z.optional(z.string()),
      }),
      uses: ['audit.recordAccess', 'orders.getOrder'],
    },
    sendReceipt: {
      at: 'POST /admin/orders/{id}/receipt',
      auth: 'staff:support',
      summary: 'Mail the receipt of a fulfilled order again',
      path: OrderId,
      returns: z.object({}),
      status: 202,
      problems: ['no-receipt'],
      uses: ['audit.recordAccess', 'orders.getOrder', 'mail.letterWrite'],
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
