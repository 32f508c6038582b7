import { removeMethodsOf, type MethodPorts } from '../accounts/public.ts';
import { apply, transact } from '../kit/store/write.ts';
import { contactOf, emailOf, eraseWrites, forgetWrites, mailboxHash, personsAt } from '../people/public.ts';
import { optOut } from '../preferences/public.ts';
import { closeAccountOf } from './accounts-side.ts';
import { isKeptApart, isUnderWay, nextLook, type Kept } from './domain/request.ts';
import { keepApart, keptFor, orderOfKept, reasonsToKeep, releaseKept } from './kept.ts';
import { erasurePut } from './ledger.ts';
import { answerWrite, getRequest, waitWrite, type PrivacyRequest } from './requests.ts';

/** What erasing takes. */
export type ErasePorts = MethodPorts;

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
 * Erases a person unless an order of theirs is not done with yet. For an order that is disputed or held their address and name are kept
 * apart first. Returns whether they are erased by it, and what is kept.
 */
const eraseUnlessNeeded = async (
  person: string,
  request: string,
  ports: ErasePorts,
): Promise<{ erased: boolean; keeps: Kept[] }> => {
  const of = orderOfKept(person);
  const kept = of === undefined ? undefined : await releaseKept(of, ports);
  if (of !== undefined) return { erased: false, keeps: kept ? [kept] : [] };
  const contact = await contactOf(person, ports);
  const keeps = contact ? [...(await reasonsToKeep(person, ports)), ...(await methodsLeft(person, ports))] : [];
  if (keeps.some(({ reason }) => !isKeptApart(reason))) return { erased: false, keeps };
  if (contact) for (const { order } of keeps) await keepApart(order, contact, ports);
  await erasePerson(person, request, ports);
  return { erased: contact !== undefined, keeps };
};

/**
 * Does what a confirmed erasure asks for: everybody is erased whose orders are done with, and their account closed before. What is
 * kept is noted with its reason and looked at again a day later, in minutes where PayPal alone is waited for, or when a hold ends; the
 * request is answered when nothing is left. Safe to repeat, by several at once. Returns what came of it.
 */
export const eraseFor = async (id: string, ports: ErasePorts): Promise<'answered' | 'waits' | 'left'> => {
  const request = await getRequest(id, ports);
  if (!request || request.kind !== 'erasure' || !isUnderWay(request.state)) return 'left';
  const apart = (request.keeps ?? []).filter(({ reason }) => isKeptApart(reason)).map(({ order }) => keptFor(order));
  const keeps = new Map<string, Kept>();
  let erased = request.erased ?? 0;
  for (const person of new Set([...(await subjectsOf(request, ports)), ...apart])) {
    await refuseNews(person, ports);
    const outcome = await eraseUnlessNeeded(person, id, ports);
    for (const kept of outcome.keeps) keeps.set(`${kept.order} ${kept.reason}`, kept);
    erased += outcome.erased ? 1 : 0;
  }
  const at = ports.now();
  if (keeps.size > 0) {
    const kept = [...keeps.values()];
    const ends = kept.flatMap(({ until }) => (until === undefined ? [] : [Date.parse(until)]));
    const look = nextLook(kept.map(({ reason }) => reason), ends, at.getTime()); // prettier-ignore
    await apply(waitWrite(id, { erased, keeps: kept, checkAt: new Date(look) }, ports), ports);
    return 'waits';
  }
  const own = request.via === 'mail' ? forgetWrites(request.person, ports) : [];
  await transact([answerWrite(id, { erased, at }, ports), ...own], ports);
  return 'answered';
};
