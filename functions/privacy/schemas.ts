import * as z from 'zod/mini';
import { PaymentMethod } from '../accounts/contract.ts';
import { CountryCode, EmailAddress, MoneyView, Timestamp } from '../kit/contract/schemas.ts';
import { MailingAddress } from '../people/contract.ts';
import { OrderStatus } from '../orders/contract.ts';
import { kinds, states } from './domain/request.ts';

/** What somebody without an account sends. */
export const RequestForm = z.strictObject({
  email: EmailAddress,
  kind: z.enum(kinds),
  country: z.optional(CountryCode),
});

/** The token of the link. */
export const LinkQuery = z.object({
  t: z.string().check(z.regex(/^[\w-]{1,64}\.[\w.-]{1,128}$/)),
  cursor: z.optional(z.string().check(z.regex(/^[\w-]{1,200}$/))),
});

/** Where a page of an export begins. */
export const PageQuery = z.object({ cursor: z.optional(z.string().check(z.regex(/^[\w-]{1,200}$/))) });

/** What is kept of the buyer of an order for now, why, and until when where that is known. */
const KeptOrder = z.object({ order: z.string(), what: z.string(), why: z.string(), until: z.nullable(Timestamp) });
const KeptForTax = z.object({ what: z.string(), why: z.string(), days: z.nullable(z.int()) });

/** What becomes of an erasure: what is kept for good and why, and what is kept for now. */
export const ErasureView = z.object({
  request: z.string(),
  dueAt: Timestamp,
  keeps: z.array(KeptForTax),
  keepsForNow: z.array(KeptOrder),
});

const Origin = z.object({ source: z.string(), at: Timestamp });

const ExportedPerson = z.object({
  kind: z.string(),
  since: Timestamp,
  email: z.string(),
  name: z.optional(z.string()),
  address: z.optional(MailingAddress),
  telephone: z.optional(z.string()),
  country: z.optional(z.string()),
  sources: z.record(z.string(), z.optional(Origin)),
});

const ExportedOrder = z.object({
  id: z.string(),
  status: OrderStatus,
  disputed: z.boolean(),
  refunded: MoneyView,
  lines: z.array(
    z.object({ sku: z.string(), name: z.string(), quantity: z.int(), unitPrice: MoneyView, lineTotal: MoneyView }),
  ),
  total: MoneyView,
  placedAt: Timestamp,
  history: z.array(z.object({ status: OrderStatus, at: Timestamp })),
  marketing: z.boolean(),
  noticeHash: z.string(),
  policyHash: z.string(),
  payments: z.array(z.string()),
  letters: z.array(z.object({ about: z.string(), state: z.string(), at: Timestamp, endedAt: z.optional(Timestamp) })),
});

const ExportedConsent = z.object({
  state: z.string(),
  at: Timestamp,
  source: z.string(),
  text: z.optional(z.string()),
  countsFrom: z.optional(Timestamp),
  via: z.optional(z.string()),
});

/** What is stored of a mailbox: what was said of mail and when, and why some does not come. */
const ExportedPreferences = z.object({
  newsletter: z.optional(ExportedConsent),
  offers: z.optional(ExportedConsent),
  history: z.array(
    z.object({
      topics: z.array(z.string()),
      to: z.string(),
      source: z.string(),
      text: z.optional(z.string()),
      at: Timestamp,
      via: z.optional(z.string()),
    }),
  ),
  country: z.optional(z.string()),
  suppressed: z.optional(z.object({ at: Timestamp, reason: z.string() })),
  removed: z.optional(Timestamp),
  undeliverable: z.optional(Timestamp),
  paused: z.optional(z.string()),
  invitedAt: z.optional(Timestamp),
  mailsByMonth: z.record(z.string(), z.int()),
});

const RequestView = z.object({
  kind: z.enum(kinds),
  via: z.string(),
  state: z.enum(states),
  askedAt: Timestamp,
  dueAt: Timestamp,
  answeredAt: z.optional(Timestamp),
});

/** Everything that is held on somebody, a page of their orders at a time; the rest is on the first page. */
export const Export = z.object({
  at: Timestamp,
  purposes: z.array(z.object({ what: z.string(), why: z.string(), kept: z.string() })),
  elsewhere: z.array(z.object({ who: z.string(), what: z.string() })),
  persons: z.array(ExportedPerson),
  account: z.optional(
    z.object({
      status: z.string(),
      marketing: z.boolean(),
      since: Timestamp,
      paymentMethod: z.optional(PaymentMethod),
    }),
  ),
  preferences: z.array(ExportedPreferences),
  orders: z.array(ExportedOrder),
  accesses: z.array(
    z.object({ at: Timestamp, by: z.string(), action: z.string(), fields: z.array(z.string()), reason: z.string() }),
  ),
  requests: z.array(RequestView),
  next: z.nullable(z.string()),
});
export type Export = z.infer<typeof Export>;

/** What the link of a request shows. */
export const LinkView = z.object({
  kind: z.enum(kinds),
  state: z.enum(states),
  askedAt: Timestamp,
  dueAt: Timestamp,
  erasure: z.optional(ErasureView),
  export: z.optional(Export),
});

/** Requests that are not done with, for the staff. */
export const DueRequests = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(kinds),
      via: z.string(),
      state: z.enum(states),
      owner: z.string(),
      askedAt: Timestamp,
      dueAt: Timestamp,
      overdue: z.boolean(),
      keeps: z.array(z.object({ order: z.string(), reason: z.string(), until: z.optional(Timestamp) })),
    }),
  ),
});
