import type { Write } from '../kit/store/write.ts';
import { contactOf, emailOf, mailboxHash } from '../people/public.ts';
import { marketing } from '../policy/public.ts';
import { addressOf, choiceWrites, moveWrites, pauseWrite, type PauseReason } from '../preferences/public.ts';
import type { Account } from './account.ts';
import type { AccountPorts } from './account-ports.ts';

/** Returns the writes of what was said of news at sign-up: it counts with the code that proves the address. */
export const choiceAtSignUp = async (
  { person, marketing: yes }: Pick<Account, 'person' | 'marketing'>,
  ports: AccountPorts,
): Promise<Write[]> => {
  const contact = await contactOf(person, ports);
  if (!contact) return [];
  const hash = await mailboxHash(contact.email, ports);
  const choice = {
    yes,
    source: 'sign-up',
    text: marketing.hash,
    person,
    country: contact.country,
    at: ports.now(),
  } as const;
  return choiceWrites(hash, await addressOf(hash, ports), choice, ports);
};

/** Returns the writes by which the mailbox of a person gets no mail while their account is not in use, or gets it again. */
export const pauseWrites = async (
  person: string,
  reason: PauseReason | undefined,
  ports: Parameters<typeof emailOf>[1] & Parameters<typeof mailboxHash>[1],
): Promise<Write[]> => {
  const email = await emailOf(person, ports);
  return email === undefined ? [] : [pauseWrite(await mailboxHash(email, ports), reason, ports)];
};

/** Returns the writes by which what was said of mail goes along to the new address of an account. */
export const preferencesMove = async (
  { person, from, to }: { person: string; from: string; to: string },
  ports: AccountPorts,
): Promise<Write[]> => {
  const known = async (address: string) => {
    const hash = await mailboxHash(address, ports);
    return { hash, address: await addressOf(hash, ports) };
  };
  return moveWrites({ from: await known(from), to: await known(to), person, at: ports.now() }, ports);
};
