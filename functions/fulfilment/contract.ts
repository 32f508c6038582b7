import * as z from 'zod/mini';
import { context } from '../kit/contract/contract.ts';
import { LineView, MoneyView, ThingId, Timestamp } from '../kit/contract/schemas.ts';
import { buyerToken, OrderStatus } from '../orders/contract.ts';

const fulfilling = [
  'orders.getOrder',
  'orders.moveWrite',
  'orders.forgetCart',
  'cart.boughtLinesWrite',
  'cart.removeBought',
  'mail.letterWrite',
] as const;

/** What a worker does beside it: of an order whose money is gone the PINs are freed, or burned. */
const goingOn = [...fulfilling, 'orders.pinsClearedWrite', 'pins.releaseWrites', 'pins.burnWrites'] as const;

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
  revealed: z.boolean(),
  /** There when its mail did not reach the buyer. */
  mailUndeliverable: z.optional(z.literal(true)),
});

const Pins = z.array(z.object({ sku: z.string(), pin: z.string() }));

/** An order as its buyer sees it, with the text that is agreed to by its reveal. */
const BuyersView = z.extend(OrderView, {
  revealNotice: z.object({ text: z.string(), hash: z.string() }),
  /** Until when the PINs are not shown yet. */
  revealFrom: z.optional(Timestamp),
  /** When the buyer withdrew from it. */
  withdrawnAt: z.optional(Timestamp),
});

/** Why PINs are not shown. */
export const hiding = {
  'not-fulfilled': { status: 409, title: 'The order is not fulfilled, so that it has no PINs to show.' },
  disputed: { status: 409, title: 'The order is disputed at PayPal; it stays as it is until that is settled.' },
  withdrawn: { status: 409, title: 'The order was withdrawn from; its PINs are not shown.' },
  refunded: { status: 409, title: 'Money of the order was refunded, or is being refunded; its PINs are not shown.' },
  'reveal-waits': { status: 409, title: 'The PINs cannot be shown yet.', members: ['until'] },
} as const;

/** What becomes of an order's PINs: held for a payment, given back, delivered, shown to the buyer. */
export const fulfilment = context('fulfilment', {
  problems: {
    'no-receipt': { status: 409, title: 'Only an order that was fulfilled has a receipt.' },
    'sign-in-again': { status: 403, title: 'Sign in again to see the PINs of this order.' },
    'reveal-notice-changed': {
      status: 409,
      title: 'The text to agree to is another; show the one of the order and ask again.',
    },
    ...hiding,
  },
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
      summary: 'Read an order; the PINs are there once they were revealed',
      path: ThingId,
      returns: z.extend(BuyersView, {
        /** The order joined the account of a customer whose sign-in is more than fifteen minutes old. */
        signInForPins: z.optional(z.boolean()),
        pins: z.optional(Pins),
      }),
      uses: ['orders.orderToken', 'orders.getOrder', 'accounts.mayOpen', 'pins.pinsOf'],
    },
    revealOrder: {
      at: 'POST /orders/{id}/reveal',
      auth: 'buyer',
      token: buyerToken,
      summary: 'Agree to the text whose hash is sent, by which the right to withdraw ends, and see the PINs',
      path: ThingId,
      body: z.strictObject({ consentHash: z.string().check(z.regex(/^[0-9a-f]{64}$/)) }),
      returns: z.extend(BuyersView, { pins: Pins }),
      problems: [
        'sign-in-again',
        'reveal-notice-changed',
        'not-fulfilled',
        'disputed',
        'withdrawn',
        'refunded',
        'reveal-waits',
      ],
      uses: [
        'orders.orderToken',
        'orders.getOrder',
        'orders.revealWrite',
        'accounts.mayOpen',
        'mail.letterWrite',
        'pins.pinsOf',
      ],
    },
    lookUpOrder: {
      at: 'GET /admin/orders/{id}',
      auth: 'staff:support',
      summary:
        'Look an order up: what its buyer sees but the PINs, who that is by a pseudonym, and where its payment is',
      path: ThingId,
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
      path: ThingId,
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
        'Goes on where a delivery broke off: fulfils a paid order with its receipt, and takes its lines out of the cart; frees or burns the PINs of a refunded one',
      timeout: 30,
      uses: goingOn,
    },
    sweep: {
      on: { every: '5 minutes' },
      summary: 'Fulfils paid orders that the stream missed, and frees or burns the PINs of refunded ones',
      timeout: 240,
      uses: [...goingOn, 'orders.dueOrders', 'orders.checkAgain', 'wake:mail.sweep'],
    },
  },
});
