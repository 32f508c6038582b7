import * as z from 'zod/mini';
import type { RouteSpec } from '../../kit/contract/route.ts';
import { ThingId, Timestamp } from '../../kit/contract/schemas.ts';
import { buyerToken } from '../../orders/contract.ts';
import { BuyersView, NumberedPin, Pins } from '../schemas.ts';

/** Routes of the buyer of an order. */
export const buyerRoutes = {
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
  reportPin: {
    at: 'POST /orders/{id}/pins/{n}/report',
    auth: 'buyer',
    token: buyerToken,
    summary: 'Report a PIN that was shown as dead or wrong; they are counted from 1, as the order shows them',
    path: NumberedPin,
    body: z.strictObject({ problem: z.enum(['dead', 'wrong']) }),
    returns: z.object({ n: z.int(), problem: z.enum(['dead', 'wrong']), at: Timestamp }),
    problems: ['not-revealed', 'not-fulfilled', 'disputed', 'withdrawn', 'refunded', 'reveal-waits'],
    uses: ['orders.orderToken', 'orders.getOrder', 'pins.orderPins', 'pins.reportPin'],
  },
} as const satisfies Record<string, RouteSpec>;
