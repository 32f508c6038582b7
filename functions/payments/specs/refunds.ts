import * as z from 'zod/mini';
import type { RouteSpec } from '../../kit/contract/route.ts';
import { MoneyView } from '../../kit/contract/schemas.ts';
import { refundStates } from '../../orders/contract.ts';

/** What booking money takes, and asking PayPal for a refund. */
export const refunding = [
  'orders.getOrder',
  'orders.lateCaptureWrite',
  'orders.refundWrite',
  'orders.refundFailureWrite',
  'mail.letterWrite',
  'pins.releaseWrites',
  'paypal.readPayment',
  'paypal.readCapture',
  'paypal.readRefund',
  'paypal.refundCapture',
] as const;

/** The routes by which staff refund. */
export const refundRoutes = {
  refundOrder: {
    at: 'POST /admin/orders/{id}/refund',
    auth: 'staff:support',
    summary: 'Refund what was paid for an order, or a part of it; PINs that were not shown go back with the last of it',
    path: z.strictObject({ id: z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/)) }),
    body: z.strictObject({
      /** All that is left, unless an amount is named. */
      amount: z.optional(MoneyView),
      /** A case, or a word: no text about a person. */
      reason: z.optional(z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/))),
    }),
    returns: z.object({ id: z.string(), state: z.enum(refundStates), amount: MoneyView, left: MoneyView }),
    status: 202,
    problems: ['invalid-request', 'idempotency-conflict', 'disputed', 'nothing-to-refund', 'refund-exceeds'],
    uses: ['audit.recordAccess', 'orders.getOrder', 'orders.refundRequestWrite', 'orders.refundable'],
  },
} as const satisfies Record<string, RouteSpec>;
