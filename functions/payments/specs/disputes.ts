import * as z from 'zod/mini';
import type { TableSpec } from '../../kit/contract/table.ts';
import { MoneyView, Timestamp } from '../../kit/contract/schemas.ts';
import { disputeDays } from '../domain/kept.ts';

/** The tables of disputes. */
export const disputeTables = {
  disputes: {
    key: 'id',
    expires: 'expiresAt',
    holds: 'pseudonyms',
    why: 'Disputes at PayPal: how each stands, until when the shop may respond, and what it said.',
    kept: { days: disputeDays, after: 'it was opened', why: 'it says what became of the money of an order' },
    fields: {
      pseudonym: 'id order capture response.by',
      plain: `state status stage reason amount.* due updated opened offers.* response.action response.at response.done
        warned parked checkAt version expiresAt`,
    },
    indexes: { byState: { key: 'state', sort: 'checkAt', numericSort: true } },
  },
  disclosures: {
    key: 'id',
    expires: 'expiresAt',
    holds: 'pseudonyms',
    why: 'What of a person left the shop: on which basis, what of it, to whom, and who approved it; never the content.',
    kept: { days: disputeDays, after: 'it left', why: 'a person may ask what was disclosed' },
    fields: { pseudonym: 'id order person approver', plain: 'recipient basis scope.* at expiresAt' },
  },
} as const satisfies Record<string, TableSpec>;

const DisputeId = z.strictObject({ id: z.string().check(z.regex(/^[A-Za-z0-9-]{1,255}$/)) });
const Action = z.enum(['evidence', 'accept']);

const DisputeView = z.object({
  id: z.string(),
  order: z.string(),
  state: z.enum(['open', 'won', 'lost']),
  status: z.string(),
  stage: z.optional(z.string()),
  reason: z.optional(z.string()),
  amount: MoneyView,
  due: z.optional(Timestamp),
  opened: Timestamp,
  offers: z.array(Action),
  response: z.optional(z.object({ action: Action, by: z.string(), at: Timestamp, done: z.boolean() })),
  parked: z.optional(z.string()),
});

const deciding = [
  'orders.getOrder',
  'audit.recordAccess',
  'wake:payments.sweep',
  { disputes: ['GetItem', 'PutItem'] },
] as const;

const decision = {
  auth: 'staff:support',
  path: DisputeId,
  body: z.strictObject({}),
  returns: DisputeView,
  status: 202,
  problems: ['dispute-closed', 'not-offered'],
  uses: deciding,
} as const;

/** Staff's routes about disputes. */
export const disputeStaffRoutes = {
  listDisputes: {
    at: 'GET /admin/disputes',
    auth: 'staff:support',
    summary: 'List disputes: open ones by when something is due for them, others by when they ended',
    query: z.object({
      state: z._default(z.enum(['open', 'won', 'lost']), 'open'),
      limit: z.optional(z.string().check(z.regex(/^([1-9]|[1-4]\d|50)$/))),
      cursor: z.optional(z.string().check(z.maxLength(400))),
    }),
    returns: z.object({ items: z.array(DisputeView), next: z.nullable(z.string()) }),
    uses: [{ 'disputes/byState': ['Query'], disputes: ['GetItem'] }],
  },
  giveEvidence: {
    at: 'POST /admin/disputes/{id}/evidence',
    summary: 'Hand the evidence of an order to PayPal; what was handed over is on record',
    ...decision,
  },
  acceptDispute: {
    at: 'POST /admin/disputes/{id}/accept',
    summary: 'Accept the claim of a dispute: the payer gets the disputed amount back',
    ...decision,
  },
} as const;

/** Problems of these routes. */
export const disputeProblems = {
  'dispute-closed': { status: 409, title: 'The dispute is closed, or has been responded to.' },
  'not-offered': { status: 409, title: 'PayPal does not offer this for the dispute now.' },
} as const;

/** What it takes to look after a dispute. */
export const disputing = [
  'orders.findOrder',
  'orders.getOrder',
  'orders.disputeWrite',
  'paypal.readDispute',
  'paypal.provideEvidence',
  'paypal.acceptClaim',
  'paypal.payerAddress',
  { disputes: ['GetItem', 'PutItem', 'UpdateItem'], disclosures: ['PutItem'] },
] as const;
