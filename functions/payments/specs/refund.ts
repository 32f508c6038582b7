import * as z from 'zod/mini';
import { MoneyView } from '../../kit/contract/schemas.ts';
import { refundStates } from '../../orders/contract.ts';

/** The refund of an order by staff. */
export const refundRoute = {
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
} as const;
