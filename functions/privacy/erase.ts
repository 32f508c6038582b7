import { removeMethodsOf, type MethodPorts } from '../accounts/public.ts';
import { apply, transact } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { ordersOf } from '../orders/public.ts';
import { emailOf, eraseWrites, forgetWrites, mailboxHash, personsAt } from '../people/public.ts';
import { optOut } from '../preferences/public.ts';
import { closeAccountOf } from './accounts-side.ts';
import { isUnderWay, lookAgainIn, reasonToKeep, type Kept } from './domain/request.ts';
import { erasurePut } from './ledger.ts';
import { answerWrite, getRequest, waitWrite, type PrivacyRequest } from './requests.ts';

/** What erasing takes. */
export type ErasePorts = MethodPorts;

const pageOfOrders = 100;

/** Returns why a person cannot be forgotten yet: their orders that are not done with. */
export const reasonsToKeep = async (person: string, ports: Ports): Promise<Kept[]> => {
  const kept: Kept[] = [];
  let from: Parameters<typeof ordersOf>[1]['from'];
  do {
    const { orders, next } = await ordersOf([person], { limit: pageOfOrders, from }, ports);
    for (const order of orders) {
      const reason = reasonToKeep(order);
      if (reason) kept.push({ order: order.id, reason });
    }
    from = next;
  } while (from);
  return kept;
};

/** The saved methods of a person go first, at PayPal too: their reference is readable with the person's key alone. */
const methodsLeft = async (person: string, ports: ErasePorts): Promise<Kept[]> =>
  (await removeMethodsOf(person, ports)).map((order) => ({ order, reason: 'method-open' }));

/**
 * Erases a person in one transaction: their key, by which every copy becomes unreadable, their row, an entry of the journal
 * and one of the ledger. Nothing is left to do for one who is erased already.
 */
const erasePerson = async (person: string, request: string, ports: ErasePorts): Promise<void> => {
  const at = ports.now();
  const writes = await eraseWrites(person, at, ports);
  const done = await transact([...writes, erasurePut({ person, request, at }, ports)], ports);
  if (!done.done) await transact(forgetWrites(person, ports), ports);
};

/** Sees to it that a person gets no news any more, also while something of theirs is kept; it outlives them by the hash of the mailbox. */
const refuseNews = async (person: string, ports: ErasePorts): Promise<void> => {
  const email = await emailOf(person, ports);
  if (email === undefined) return;
  const no = { topics: 'all', reason: 'erasure', source: 'account', at: ports.now() } as const;
  await optOut(await mailboxHash(email, ports), no, ports);
};

/** Everybody that a request is about, their accounts closed: at the address that was proven, or the person of the profile. */
const subjectsOf = async ({ via, person }: PrivacyRequest, ports: ErasePorts): Promise<string[]> => {
  const address = via === 'mail' ? await emailOf(person, ports) : undefined;
  const found = address === undefined ? [] : (await personsAt(address, ports)).filter((each) => each !== person);
  const named = via === 'mail' ? found : [person];
  const joined = await Promise.all(named.map((each) => closeAccountOf(each, ports)));
  return [...new Set([...named, ...joined.flat()])];
};

/**
 * Does what a confirmed erasure asks for: everybody is erased whose orders are done with, and their account closed before. The rest is
 * noted with its reason and looked at again a day later, or in minutes where PayPal alone is waited for; the request is answered when nothing is left. Safe to repeat, by
 * several at once. Returns what came of it.
 */
export const eraseFor = async (id: string, ports: ErasePorts): Promise<'answered' | 'waits' | 'left'> => {
  const request = await getRequest(id, ports);
  if (!request || request.kind !== 'erasure' || !isUnderWay(request.state)) return 'left';
  const persons = await subjectsOf(request, ports);
  const keeps: Kept[] = [];
  let erased = request.erased ?? 0;
  for (const person of persons) {
    await refuseNews(person, ports);
    const before = keeps.length;
    keeps.push(...(await reasonsToKeep(person, ports)), ...(await methodsLeft(person, ports)));
    if (keeps.length > before) continue;
    await erasePerson(person, id, ports);
    erased += 1;
  }
  const at = ports.now();
  if (keeps.length > 0) {
    await apply(waitWrite(id, { erased, keeps, checkAt: new Date(at.getTime() + lookAgainIn(keeps)) }, ports), ports);
    return 'waits';
  }
  const own = request.via === 'mail' ? forgetWrites(request.person, ports) : [];
  await transact([answerWrite(id, { erased, at }, ports), ...own], ports);
  return 'answered';
};
