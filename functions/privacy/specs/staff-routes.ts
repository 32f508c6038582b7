import * as z from 'zod/mini';
import { CountryCode, EmailAddress, Timestamp } from '../../kit/contract/schemas.ts';
import { OrderStatus } from '../../orders/contract.ts';
import { MailingAddress, PersonName, Telephone } from '../../people/contract.ts';

/** The id of an order or of a privacy request that is open and the person's. */
const Reason = z.string().check(z.regex(/^[\w:-]{1,64}$/));
const OfPerson = z.strictObject({ id: z.string().check(z.regex(/^[\w-]{1,64}$/)) });
const WithReason = z.strictObject({ reason: Reason });

/** What staff see of a person. */
const PersonView = z.object({
  id: z.string(),
  kind: z.string(),
  email: z.string(),
  name: z.optional(z.string()),
  address: z.optional(MailingAddress),
  telephone: z.optional(z.string()),
  country: z.optional(z.string()),
  version: z.int(),
  account: z.optional(z.object({ status: z.string() })),
  orders: z.array(z.object({ id: z.string(), status: OrderStatus, placedAt: Timestamp })),
});

/** Null takes a value away. The address of mail is the person's own to change: orders are found by it. */
const Correction = z.strictObject({
  reason: Reason,
  name: z.optional(z.nullable(PersonName)),
  address: z.optional(z.nullable(MailingAddress)),
  telephone: z.optional(z.nullable(Telephone)),
  country: z.optional(z.nullable(CountryCode)),
});

const AccessView = z.object({
  id: z.string(),
  at: Timestamp,
  staff: z.string(),
  action: z.string(),
  person: z.optional(z.string()),
  fields: z.array(z.string()),
  reason: z.string(),
  explained: z.boolean(),
});

const AuditQuery = z.strictObject({
  person: z.optional(z.string().check(z.regex(/^[\w-]{1,64}$/))),
  from: z.optional(z.string().check(z.regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/))),
  cursor: z.optional(z.string().check(z.regex(/^\d{4}-\d\d-\d\d[\w:.-]{0,60}$/))),
});

/** What every route about a person comes to before anything is shown. */
const checking = [
  'audit.recordAccess',
  'orders.getOrder',
  'people.emailOf',
  'accounts.accountOf',
  'accounts.personsOf',
  { requests: ['GetItem'] },
] as const;

const change = { auth: 'staff:support', path: OfPerson, body: WithReason, returns: z.object({}) } as const;

/** The routes of privacy for staff: people, each look with its reason and on record, and that record. */
export const staffRoutes = {
  searchPerson: {
    at: 'POST /admin/people/search',
    auth: 'staff:support',
    summary: 'Find a person by address, for an order or a privacy request of theirs that is open',
    body: z.strictObject({ email: EmailAddress, reason: Reason }),
    returns: PersonView,
    problems: ['not-found'],
    uses: [...checking, 'people.personsAt', 'people.contactOf', 'orders.ordersOf'],
  },
  correctPerson: {
    ...change,
    at: 'POST /admin/people/{id}/correct',
    summary: 'Correct what is held on a person, at their wish; the source is the shop then',
    body: Correction,
    returns: z.object({ id: z.string(), version: z.int() }),
    problems: ['not-found', 'changed-meanwhile', 'invalid-request'],
    uses: [...checking, 'people.contactOf', 'people.contactWrite'],
  },
  optOutPerson: {
    ...change,
    at: 'POST /admin/people/{id}/opt-out',
    summary: 'Enter that a person wants no news, at their wish; in force when this responds',
    deadline: 9000,
    problems: ['not-found'],
    uses: [...checking, 'people.mailboxHash', 'preferences.optOut'],
  },
  erasePerson: {
    ...change,
    at: 'POST /admin/people/{id}/erase',
    summary: 'Begin the erasure of a person, at their wish',
    returns: z.object({ request: z.string(), dueAt: Timestamp }),
    status: 202,
    problems: ['not-found'],
    uses: [...checking, 'people.contactOf', { requests: ['PutItem'] }],
  },
  suspendPerson: {
    ...change,
    at: 'POST /admin/people/{id}/suspend',
    summary: 'Suspend the account of a person and end its sessions',
    problems: ['not-found', 'no-account'],
    uses: [...checking, 'accounts.endingWrite', 'accounts.pauseWrites'],
  },
  readAudit: {
    at: 'GET /admin/audit',
    auth: 'staff:privacy',
    summary: 'List who of the staff looked at whom and why, with a report of the looks whose reason fits nothing',
    query: AuditQuery,
    returns: z.object({ items: z.array(AccessView), unexplained: z.array(AccessView), next: z.nullable(z.string()) }),
    uses: ['audit.accesses'],
  },
} as const;
