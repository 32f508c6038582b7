import * as z from 'zod/mini';
import { Timestamp } from '../../kit/contract/schemas.ts';

const OfOrder = z.strictObject({ id: z.string().check(z.regex(/^[\w-]{22}$/)) });

/** The reference of a case, such as the number of a file. There are no blanks in it, so that nobody writes a name. */
const Case = z.string().check(z.regex(/^[A-Za-z0-9][\w./:-]{2,63}$/));
const Until = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/));

/** The hold on an order, and what there is of its buyer: the person, what is kept for this order alone, or nothing any more. */
const HoldView = z.object({
  order: z.string(),
  disputed: z.boolean(),
  hold: z.optional(
    z.object({ reason: z.string(), since: Timestamp, until: Timestamp, liftedAt: z.optional(Timestamp) }),
  ),
  buyer: z.enum(['person', 'kept', 'erased']),
});
const Kept = z.object({ email: z.string(), name: z.optional(z.string()) });

const auditing = ['audit.recordAccess', 'orders.getOrder', 'people.contactOf', { holds: ['GetItem'] }] as const;

/** The routes by which staff hold back an erasure for a case. */
export const holdRoutes = {
  readHold: {
    at: 'GET /admin/orders/{id}/legal-hold',
    auth: 'staff:privacy',
    summary: 'Show the legal hold on an order, and what is kept of its buyer for it or for a dispute',
    path: OfOrder,
    returns: z.object({ ...HoldView.shape, kept: z.optional(Kept) }),
    problems: ['not-found'],
    uses: auditing,
  },
  setHold: {
    at: 'POST /admin/orders/{id}/legal-hold',
    auth: 'staff:privacy',
    summary: 'Hold back the erasure of what an order needs of its buyer, for a case and until a time',
    path: OfOrder,
    body: z.strictObject({ reason: Case, until: Until }),
    returns: HoldView,
    problems: ['not-found', 'invalid-request'],
    uses: [...auditing, { holds: ['PutItem'] }],
  },
  liftHold: {
    at: 'POST /admin/orders/{id}/legal-hold/lift',
    auth: 'staff:privacy',
    summary: 'Lift the legal hold on an order; an erasure that waited for it completes by itself',
    path: OfOrder,
    body: z.strictObject({ reason: Case }),
    returns: HoldView,
    problems: ['not-found'],
    uses: [...auditing, { holds: ['UpdateItem'] }],
  },
} as const;
