import type { StaffRoutes } from '../kit/http/types.ts';
import { accountOf, endingWrite, pauseWrites } from '../accounts/public.ts';
import { accesses } from '../audit/public.ts';
import { madeId, requestId } from '../kit/store/idempotency.ts';
import { prompt } from '../kit/store/retry.ts';
import { apply, transact } from '../kit/store/write.ts';
import { day } from '../kit/value/time.ts';
import { refuse } from '../kit/value/result.ts';
import { contactOf, contactWrite, emailOf, mailboxHash } from '../people/public.ts';
import { optOut } from '../preferences/public.ts';
import { daysToAnswer } from '../policy/public.ts';
import type { privacy } from './contract.ts';
import { holdRoutes } from './hold-routes.ts';
import { openRequests } from './find-requests.ts';
import { mayDo } from './on-record.ts';
import { requestPut } from './requests.ts';
import { findPerson, type StaffPorts } from './staff-person.ts';
import { dueAt } from './times.ts';

/** The routes of privacy for the staff. Whatever is about a person is recorded before it is shown or done. */
export const routes: StaffRoutes<typeof privacy, StaffPorts> = {
  ...holdRoutes,

  searchPerson: async ({ body, staff }, ports) => {
    const found = await findPerson({ ...body, staff }, ports);
    return found ? { body: found } : refuse('not-found');
  },

  correctPerson: async ({ path: { id }, body: { reason, ...changes }, staff }, ports) => {
    const fields = Object.keys(changes);
    if (fields.length === 0) return refuse('invalid-request');
    if (!(await mayDo({ staff, person: id, action: 'correct', fields, reason }, ports))) return refuse('not-found');
    const contact = await contactOf(id, ports);
    if (!contact) return refuse('not-found');
    const { version } = contact;
    const write = await contactWrite(id, changes, { version, at: ports.now(), source: 'merchant' }, ports);
    if (!write) return refuse('not-found');
    const { applied } = await apply(write, ports, prompt);
    return applied ? { body: { id, version: version + 1 } } : refuse('changed-meanwhile');
  },

  optOutPerson: async ({ path: { id }, body: { reason }, staff }, ports) => {
    const deed = { staff, person: id, action: 'opt-out', fields: ['marketing'], reason };
    if (!(await mayDo(deed, ports))) return refuse('not-found');
    const email = await emailOf(id, ports);
    if (email === undefined) return refuse('not-found');
    const hash = await mailboxHash(email, ports);
    await optOut(hash, { topics: 'all', reason: 'opt-out', source: 'staff', at: ports.now() }, ports);
    return { body: {} };
  },

  erasePerson: async ({ path: { id }, body: { reason }, staff, idempotencyKey, route }, ports) => {
    const deed = { staff, person: id, action: 'erase', fields: ['everything'], reason };
    if (!(await mayDo(deed, ports))) return refuse('not-found');
    const contact = await contactOf(id, ports);
    if (!contact) return refuse('not-found');
    const at = ports.now();
    const due = dueAt(at, daysToAnswer(contact.country));
    const request = madeId(requestId(`${route} ${id}`, staff.id, idempotencyKey ?? ports.newId()));
    await apply(requestPut({ id: request, kind: 'erasure', via: 'staff', person: id, at, due }, ports), ports, prompt);
    return { body: { request, dueAt: due.toISOString() } };
  },

  suspendPerson: async ({ path: { id }, body: { reason }, staff }, ports) => {
    const deed = { staff, person: id, action: 'suspend', fields: ['account'], reason };
    if (!(await mayDo(deed, ports))) return refuse('not-found');
    const account = await accountOf(id, ports);
    if (!account) return refuse('no-account');
    // What refuses it is suspended already, or closed; the sweeper of accounts signs out at the user pool.
    const ending = endingWrite({ id: account.id, at: ports.now(), to: 'suspended' }, ports);
    await transact([ending, ...(await pauseWrites(account.person, 'suspended', ports))], ports, prompt);
    return { body: {} };
  },

  readAudit: async ({ query: { person, from, cursor } }, ports) => {
    const since = from ?? new Date(ports.now().getTime() - 7 * day).toISOString();
    const { items, next } = await accesses({ person, from: since, cursor }, ports);
    const views = items.map((item) => ({ ...item, fields: [...item.fields] }));
    return { body: { items: views, unexplained: views.filter(({ explained }) => !explained), next: next ?? null } };
  },

  dueRequests: async (_request, ports) => {
    const now = ports.now().toISOString();
    const open = (await openRequests(ports)).filter(
      ({ state, answeredAt }) => state !== 'asked' && answeredAt === undefined,
    );
    const items = open.map(({ id, kind, via, state, owner, askedAt, dueAt, keeps = [] }) => ({
      id, kind, via, state, owner, askedAt, dueAt, overdue: dueAt < now, keeps,
    })); // prettier-ignore
    return { body: { items } };
  },
};
