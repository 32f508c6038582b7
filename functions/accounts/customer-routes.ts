import type { Routes } from '../kit/http/types.ts';
import { prompt } from '../kit/store/retry.ts';
import { transact } from '../kit/store/write.ts';
import { isRefusal, refuse } from '../kit/value/result.ts';
import { letterWrite } from '../mail/public.ts';
import { ordersOf, orderView } from '../orders/public.ts';
import { contactOf } from '../people/public.ts';
import { getAccount, type Account } from './account.ts';
import { alignSoon } from './align.ts';
import { ask, type RoutePorts } from './ask.ts';
import { endingWrite, reactivationWrite } from './changes.ts';
import { prove } from './confirm.ts';
import type { accounts } from './contract.ts';
import { noRefreshCookie } from './cookies.ts';
import { cursorAfter, parseCursor } from './cursor.ts';
import { sendCode } from './letters.ts';
import { count } from './limits.ts';
import { removeMethod } from './methods/remove.ts';
import { pauseWrites } from './preferences.ts';
import { changeContact, newAddressWrites, profileView } from './profile.ts';

type CustomerRoutes = Pick<
  Routes<typeof accounts, RoutePorts>,
  'readProfile' | 'changeProfile' | 'confirmEmail' | 'removePaymentMethod' | 'deactivate' | 'reactivate' | 'myOrders'
>;

const pageLength = 20;
const done = { body: {} };
const signedOut = { ...done, cookies: [noRefreshCookie('customers')] };

/** Ends every session of an account, deactivates it and tells its owner, in one transaction; a repeat finds it done. */
const deactivate = async ({ id, person, version }: Account, ports: RoutePorts): Promise<void> => {
  const at = ports.now();
  const letter = letterWrite(
    {
      id: `deactivated:${id}:${version}`,
      class: 'transactional',
      template: 'deactivated',
      to: person,
      data: { at: at.toISOString() },
      at,
    },
    ports,
  );
  const paused = await pauseWrites(person, 'deactivated', ports);
  await transact([endingWrite({ id, at, to: 'deactivated' }, ports), letter, ...paused], ports, prompt);
  await alignSoon(id, ports);
};

/** What a customer sees and does about their own account. */
export const customerRoutes: CustomerRoutes = {
  readProfile: async ({ customer }, ports) => {
    const [contact, account] = await Promise.all([contactOf(customer.person, ports), getAccount(customer.id, ports)]);
    return contact && account ? { body: await profileView(contact, account, ports) } : refuse('not-found');
  },

  changeProfile: async ({ customer, body: { version, email, ...changes } }, ports) => {
    const contact = await changeContact(customer.person, changes, version, ports);
    const account = await getAccount(customer.id, ports);
    if (!contact || !account) return refuse('not-found');
    if (isRefusal(contact)) return contact;
    const profile = await profileView(contact, account, ports);
    if (email === undefined || email === contact.email) return { body: profile };
    const wanted = { kind: 'new-address', request: ports.newId(), account: customer.id, email } as const;
    return (await ask('email', wanted, ports))
      ? { body: { ...profile, emailPending: true } }
      : refuse('too-many-requests');
  },

  confirmEmail: async ({ customer, body: { code } }, ports) => {
    const proven = await prove(
      { purpose: 'email', subject: customer.id },
      code,
      { writes: (row, account) => newAddressWrites(row, account, ports) },
      ports,
    );
    return isRefusal(proven) ? proven : signedOut;
  },

  removePaymentMethod: async ({ customer }, ports) =>
    (await removeMethod(customer.id, ports)) ? done : { ...done, accepted: true },

  deactivate: async ({ customer }, ports) => {
    const account = await getAccount(customer.id, ports);
    if (account) await deactivate(account, ports);
    return signedOut;
  },

  reactivate: async ({ customer, body: { code } }, ports) => {
    const of = { purpose: 'reactivate', subject: customer.id } as const;
    if (code !== undefined) {
      const writes = async () => [
        reactivationWrite(customer.id, ports),
        ...(await pauseWrites(customer.person, undefined, ports)),
      ];
      const proven = await prove(of, code, { writes }, ports);
      return isRefusal(proven) ? proven : done;
    }
    if (!(await count('reactivate', customer.id, ports))) return refuse('too-many-requests');
    if (customer.state === 'deactivated') await sendCode({ ...of, account: customer, request: ports.newId() }, ports);
    return { ...done, accepted: true };
  },

  myOrders: async ({ customer, query: { limit, cursor } }, ports) => {
    const page = {
      limit: limit === undefined ? pageLength : Number(limit),
      from: cursor === undefined ? undefined : parseCursor(cursor),
    };
    const { orders, next } = await ordersOf(customer.persons, page, ports);
    return { body: { items: orders.map(orderView), next: next ? cursorAfter(next) : null } };
  },
};
