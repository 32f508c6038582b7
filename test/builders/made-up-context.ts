import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { context } from '../../functions/kit/contract/contract.ts';
import type { Customer, Session } from '../../functions/kit/http/session.ts';
import type { Routes, StaffRoutes } from '../../functions/kit/http/types.ts';
import { serve } from '../../functions/kit/http/serve.ts';
import { localAccess } from '../harness/dynamodb.ts';
import { call, httpEvent, type Answered } from '../harness/http.ts';
import { testPorts, type TestPorts } from '../harness/ports.ts';

const Note = z.strictObject({ text: z.string().check(z.maxLength(10)), tags: z.optional(z.array(z.string())) });

/** A context made up for the tests of `serve`: a route of every kind of access. */
export const notes = context('notes', {
  problems: { 'notes-full': { status: 409, title: 'There are three notes already.' } },
  routes: {
    list: {
      at: 'GET /notes',
      auth: 'public',
      summary: 'List',
      query: z.strictObject({ limit: z.optional(z.string().check(z.regex(/^\d$/))) }),
      returns: z.object({ notes: z.array(z.object({ text: z.string() })) }),
      uses: [],
    },
    add: {
      at: 'POST /notes/{id}',
      auth: 'visitor-or-customer',
      summary: 'Add',
      path: z.strictObject({ id: z.string().check(z.regex(/^[a-z]{1,8}$/)) }),
      body: Note,
      returns: z.object({ text: z.string(), by: z.string() }),
      status: 201,
      idempotencyKey: 'required',
      problems: ['notes-full'],
      uses: [],
    },
    clear: { at: 'DELETE /notes', auth: 'visitor', summary: 'Clear', returns: z.object({}), uses: [] },
    order: {
      at: 'GET /orders/{id}',
      auth: 'buyer',
      token: { header: 'Order-Token', purpose: 'order' },
      summary: 'Read an order',
      path: z.strictObject({ id: z.string() }),
      returns: z.object({ id: z.string(), customer: z.optional(z.string()) }),
      uses: [],
    },
    profile: {
      at: 'GET /profile',
      auth: 'customer',
      summary: 'Who has signed in',
      returns: z.object({ id: z.string(), persons: z.array(z.string()) }),
      uses: [],
    },
    reactivate: {
      at: 'POST /reactivate',
      auth: 'customer',
      states: ['deactivated'],
      summary: 'Come back',
      returns: z.object({ state: z.string() }),
      uses: [],
    },
    support: {
      at: 'GET /admin/support',
      auth: 'staff:support',
      summary: 'For one group',
      returns: z.object({ id: z.string() }),
      uses: [],
    },
    office: {
      at: 'GET /admin/office',
      auth: 'staff:any',
      summary: 'For all of staff',
      returns: z.object({ id: z.string() }),
      uses: [],
    },
    link: {
      at: 'POST /link',
      auth: 'signed-link',
      summary: 'Do what a link in a mail is for',
      returns: z.object({ privacyControl: z.boolean() }),
      uses: [],
    },
    hook: {
      at: 'POST /hook',
      auth: 'signed-webhook',
      summary: 'Take a signed message',
      returns: z.object({ text: z.string(), headers: z.array(z.string()) }),
      uses: [],
    },
  },
});

type Handlers = Routes<typeof notes, TestPorts> & StaffRoutes<typeof notes, TestPorts>;

const plain: Handlers = {
  list: async () => ({ body: { notes: [] } }),
  add: async ({ body, visitor }) => ({ body: { text: body.text, by: visitor } }),
  clear: async () => ({ body: {} }),
  order: async ({ path, customer }) => ({ body: { id: path.id, ...(customer && { customer: customer.id }) } }),
  profile: async ({ customer: { id, persons } }) => ({ body: { id, persons: [...persons] } }),
  reactivate: async ({ customer }) => ({ body: { state: customer.state } }),
  support: async ({ staff }) => ({ body: { id: staff.id } }),
  office: async ({ staff }) => ({ body: { id: staff.id } }),
  link: async ({ privacyControl }) => ({ body: { privacyControl } }),
  hook: async ({ signed }) => ({
    body: { text: Buffer.from(signed.bytes).toString('utf8'), headers: Object.keys(signed.headers) },
  }),
};

/** A customer's session, active unless told otherwise. */
export const customerSession = (changed: Partial<Customer> = {}): Session => ({
  kind: 'customer',
  id: 'account-1',
  person: 'person-1',
  persons: ['person-1', 'guest-1'],
  joined: {},
  state: 'active',
  authTime: new Date(0),
  ...changed,
});

/** Calls one route of the made-up context; handlers may be replaced, and those who have signed in named by their tokens. */
export const notesApi = (changed: Partial<Handlers> = {}, sessions: Record<string, Session> = {}) => {
  const ports = testPorts({ dynamo: new DynamoDBClient(localAccess), sessions });
  const handler = serve(notes, { ...plain, ...changed }, ports);
  const send = (route: string, more: Parameters<typeof httpEvent>[1] = {}): Promise<Answered> =>
    call(handler, httpEvent(route, more));
  const add = (body: unknown, headers: Record<string, string> = {}, more: Parameters<typeof httpEvent>[1] = {}) =>
    send('POST /notes/{id}', { path: { id: 'abc' }, body, ...more, headers: { 'idempotency-key': 'k', ...headers } });
  return { ports, handler, send, add };
};

/** Where a problem says that a request is wrong. */
export const placesOf = ({ body }: Answered): string[] =>
  ((body as { errors?: { at: string }[] }).errors ?? []).map(({ at }) => at);
