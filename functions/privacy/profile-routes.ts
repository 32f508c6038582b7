import type { IdentityPorts } from '../identity/public.ts';
import type { Routes } from '../kit/http/types.ts';
import { seconds } from '../kit/value/time.ts';
import { isRefusal } from '../kit/value/result.ts';
import { endingWrite, pauseWrites, prove, sendCode } from '../accounts/public.ts';
import { contactOf } from '../people/public.ts';
import { daysToAnswer } from '../policy/public.ts';
import { accountFor } from './accounts-side.ts';
import type { AskPorts } from './ask.ts';
import type { privacy } from './contract.ts';
import { exportOf } from './export.ts';
import { reasonsToKeep } from './kept.ts';
import { erasureView } from './link.ts';
import { nextLink, pageOf } from './page.ts';
import { requestPut } from './requests.ts';
import { dueAt } from './times.ts';

/** What the routes of privacy get. */
export type PrivacyPorts = AskPorts & IdentityPorts;

type ProfileRoutes = Pick<Routes<typeof privacy, PrivacyPorts>, 'askErasure' | 'eraseProfile' | 'exportProfile'>;

/** Seconds within which a code is sent once, however often it is asked for. */
const between = 300;

/** The request by which an account is erased; an account is erased once. */
const requestOf = (account: string): string => `erasure-${account}`;

/** What a customer asks for of their own account. */
export const profileRoutes: ProfileRoutes = {
  askErasure: async ({ customer }, ports) => {
    const request = `erase-${customer.id}-${Math.floor(seconds(ports.now()) / between)}`;
    await sendCode({ purpose: 'erase', subject: customer.id, account: customer, request }, ports);
    return { body: {} };
  },

  eraseProfile: async ({ customer, body: { code } }, ports) => {
    const at = ports.now();
    const contact = await contactOf(customer.person, ports);
    const due = dueAt(at, daysToAnswer(contact?.country));
    const request = { id: requestOf(customer.id), kind: 'erasure', via: 'profile', person: customer.person } as const;
    const writes = async () => [
      endingWrite({ id: customer.id, at, to: 'closed' }, ports),
      ...(await pauseWrites(customer.person, 'closed', ports)),
      requestPut({ ...request, at, due }, ports),
    ];
    const proven = await prove({ purpose: 'erase', subject: customer.id }, code, { writes }, ports);
    if (isRefusal(proven)) return proven;
    const keeps = (await Promise.all(customer.persons.map((person) => reasonsToKeep(person, ports)))).flat();
    return { body: erasureView({ id: request.id, dueAt: due.toISOString(), keeps }) };
  },

  exportProfile: async ({ customer, query: { cursor } }, ports) => {
    const side = await accountFor(customer.person, ports);
    const body = await exportOf({ persons: customer.persons, account: side?.account, cursor }, ports);
    const next = body.next === null ? undefined : `?cursor=${encodeURIComponent(body.next)}`;
    return {
      body,
      page: pageOf('What we hold about you', 'Everything, with its source and what it is for.', body, nextLink(next)),
    };
  },
};
