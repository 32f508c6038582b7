import { Unavailable } from '../kit/http/problem.ts';
import { prompt } from '../kit/store/retry.ts';
import { apply, type Write } from '../kit/store/write.ts';
import { refuse, type Refusal } from '../kit/value/result.ts';
import { letterWrite, sealForLetter } from '../mail/public.ts';
import { savingConsent } from '../policy/public.ts';
import {
  contactOf,
  contactWrite,
  emailWrites,
  openFor,
  type ContactChanges,
  type KnownContact,
} from '../people/public.ts';
import type { Account } from './account.ts';
import type { AccountPorts } from './account-ports.ts';
import { endingWrite } from './changes.ts';
import { methodView } from './methods/use.ts';
import type { CodeRow } from './codes.ts';
import { preferencesMove } from './preferences.ts';

/** How often a change that names no version looks again when the profile changed meanwhile. */
const rounds = 5;

/** Returns the profile as it is shown. */
export const profileView = async (contact: KnownContact, account: Account, ports: AccountPorts) => ({
  email: contact.email,
  name: contact.name ?? null,
  address: contact.address ?? null,
  telephone: contact.telephone ?? null,
  country: contact.country ?? null,
  marketing: account.marketing,
  paymentMethod: await methodView(account, ports),
  paymentMethodConsent: savingConsent,
  sources: Object.fromEntries(
    Object.entries(contact.sources).flatMap(([field, from]) => (from ? [[field, from]] : [])),
  ),
  version: contact.version,
});

/** Whether a contact has what was wanted already: there is nothing to change, or it was changed by a write whose answer was lost. */
const has = (contact: KnownContact, wanted: ContactChanges): boolean =>
  Object.entries(wanted).every(
    ([field, value]) => JSON.stringify(contact[field as keyof ContactChanges] ?? null) === JSON.stringify(value),
  );

/**
 * Changes what is held on a person, and returns it then. With a version it is refused when the profile is of another by now,
 * unless it has what was wanted; undefined when the person is erased.
 */
export const changeContact = async (
  person: string,
  changes: ContactChanges,
  version: number | undefined,
  ports: AccountPorts,
): Promise<KnownContact | Refusal<'profile-changed'> | undefined> => {
  const wanted = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  for (let round = 0; round < rounds; round += 1) {
    const contact = await contactOf(person, ports);
    if (!contact || has(contact, wanted)) return contact;
    if (version !== undefined && version !== contact.version) return refuse('profile-changed');
    const write = await contactWrite(person, wanted, { version: contact.version, at: ports.now() }, ports);
    if (write) await apply(write, ports, prompt);
  }
  throw new Unavailable('profile');
};

/**
 * Returns the writes by which the address that was proven becomes the person's, its predecessor is told, and every session ends; undefined when the
 * person is erased.
 */
export const newAddressWrites = async (
  { address: sealed }: CodeRow,
  { id: account, person }: Account,
  ports: AccountPorts,
): Promise<Write[] | undefined> => {
  const [contact, email] = await Promise.all([
    contactOf(person, ports),
    sealed === undefined ? undefined : openFor(person, 'mail.address', sealed, ports),
  ]);
  if (!contact || email === undefined) return undefined;
  const at = ports.now();
  const writes = await emailWrites(person, email, { version: contact.version, at }, ports);
  const before = await sealForLetter(person, 'address', contact.email, ports);
  if (writes.length === 0 || before === undefined) return undefined;
  const letter = letterWrite(
    {
      id: `address-changed:${account}:${contact.version}`,
      class: 'transactional',
      template: 'address-changed',
      to: person,
      address: before,
      data: { at: at.toISOString() },
      at,
    },
    ports,
  );
  const moved = await preferencesMove({ person, from: contact.email, to: email }, ports);
  return [endingWrite({ id: account, at }, ports), ...writes, letter, ...moved];
};
