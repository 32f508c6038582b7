import * as z from 'zod/mini';
import type { RouteSpec } from '../../kit/contract/route.ts';
import { Sku, ThingId } from '../../kit/contract/schemas.ts';
import { Id22, NumberedPin, StaffView } from '../schemas.ts';

/** Routes of the staff: support for orders, fulfilment for the stock. */
export const staffRoutes = {
  lookUpOrder: {
    at: 'GET /admin/orders/{id}',
    auth: 'staff:support',
    summary: 'Look an order up: what its buyer sees but the PINs, who that is by a pseudonym, and where its payment is',
    path: ThingId,
    returns: StaffView,
    uses: ['audit.recordAccess', 'orders.getOrder', 'pins.orderPins'],
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
  replacePin: {
    at: 'POST /admin/orders/{id}/pins/{n}/replace',
    auth: 'staff:support',
    summary: 'Give an order another PIN for one that was reported or recalled, and tell the buyer',
    path: NumberedPin,
    returns: z.object({ n: z.int(), replaced: z.boolean() }),
    problems: ['not-reported', 'not-delivered', 'no-pin-left'],
    uses: [
      'audit.recordAccess',
      'orders.getOrder',
      'orders.deliveredCheck',
      'pins.orderPins',
      'pins.replacePin',
      'mail.letterWrite',
    ],
  },
  recallPins: {
    at: 'POST /admin/pins/{sku}/recall',
    auth: 'staff:fulfilment',
    summary: 'Recall a batch of PINs of a card: none is sold any more; tells which orders have some',
    path: z.strictObject({ sku: Sku }),
    body: z.strictObject({ batch: Id22, cursor: z.optional(Id22) }),
    returns: z.object({ pins: z.int(), orders: z.array(z.string()), next: z.nullable(z.string()) }),
    uses: ['pins.recallBatch'],
  },
} as const satisfies Record<string, RouteSpec>;
