import * as z from 'zod/mini';
import type { RouteSpec } from '../../kit/contract/route.ts';
import { MoneyView, ThingId, Timestamp } from '../../kit/contract/schemas.ts';
import { hiding } from '../../fulfilment/contract.ts';
import { buyerToken } from '../../orders/contract.ts';
import { withdrawalStates } from '../domain/withdrawal.ts';

/** Why an order is not withdrawn from. */
export const withdrawalProblems = {
  'not-paid': { status: 409, title: 'Nothing was paid for this order yet, or it came to nothing.' },
  revealed: { status: 409, title: 'The PINs of this order were shown, so that it cannot be withdrawn from.' },
  disputed: hiding.disputed,
  refunded: hiding.refunded,
  'confirmation-lapsed': {
    status: 422,
    title: 'This confirmation is of another order, or no longer good; begin again without one.',
  },
} as const;

/** The buyer's withdrawal from an order. */
export const withdrawalRoute = {
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
} as const satisfies Record<string, RouteSpec>;
