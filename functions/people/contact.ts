import { unseal, type Place } from '../kit/crypto/seal.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Ports } from '../kit/ports.ts';
import type { Write } from '../kit/store/write.ts';
import {
  asText,
  contactFields,
  type Contact,
  type ContactChanges,
  type ContactField,
  type Origin,
  type PersonKind,
  type Source,
} from './domain.ts';
import { lookupOf } from './look-up.ts';
import { MailingAddress } from './schemas.ts';
import { openKey, purpose, sealAt, type Keyed, type Sealing } from './sealing.ts';
import { contactUpdate, lookupUpdate, persons, readPerson, type PersonRow, type SealedContact } from './store.ts';

/** All that is held on a person, with its sources, and the version that a change names. */
export type KnownContact = Contact & {
  kind: PersonKind;
  sources: { [F in ContactField]?: Origin | undefined };
  version: number;
  at: string;
};

/** The version that a change was made of, its time, and who it comes from where that is not the person. */
export type Changed = { version: number; at: Date; source?: Source };

const placeOf = (item: string, field: ContactField): Place => ({ table: persons, item, field, purpose });

/** Seals the values of a contact that are there, each for its own field, and notes where they come from. */
export const sealedContact = (
  person: string,
  plain: Uint8Array,
  contact: Partial<Contact>,
  origin: Origin,
  ports: Pick<Ports, 'random'>,
): SealedContact => {
  const present = contactFields.flatMap((field) => {
    const value = contact[field];
    return value === undefined ? [] : [[field, sealAt(plain, placeOf(person, field), asText(value), ports)] as const];
  });
  return {
    sealed: Object.fromEntries(present),
    sources: Object.fromEntries(present.map(([field]) => [field, origin])),
  };
};

/** Returns the address of a person; undefined when the person or their key is gone, that is, erased. A damaged seal throws. */
export const emailOf = async (person: string, ports: Keyed): Promise<string | undefined> => {
  const { row, key } = await readPerson(person, ports);
  const sealed = row?.sealed.email;
  return sealed && key && unseal(await openKey(key, ports), placeOf(person, 'email'), sealed);
};

const opened = ({ id, sealed }: PersonRow, plain: Uint8Array): Contact => {
  const text = (field: ContactField): string | undefined =>
    sealed[field] && unseal(plain, placeOf(id, field), sealed[field]);
  const { address, ...texts } = Object.fromEntries(contactFields.map((field) => [field, text(field)]));
  const known = Object.entries({ ...texts, address: address && MailingAddress.parse(JSON.parse(address)) });
  return Object.fromEntries(known.filter(([, value]) => value !== undefined)) as Contact;
};

/** Returns all that is held on a person with its sources; undefined when the person or their key is gone. */
export const contactOf = async (person: string, ports: Keyed): Promise<KnownContact | undefined> => {
  const { row, key } = await readPerson(person, ports);
  if (!row || !key) return undefined;
  const { kind, sources, version, at } = row;
  return { ...opened(row, await openKey(key, ports)), kind, sources, version, at };
};

/** Returns the sealed values after a change of some. */
const changed = async (
  person: string,
  changes: ContactChanges & { email?: string },
  { at, source = 'self' }: Changed,
  ports: Sealing,
): Promise<SealedContact | undefined> => {
  const { row, key } = await readPerson(person, ports);
  if (!row || !key) return undefined;
  const gone = Object.entries(changes).flatMap(([field, value]) => (value === null ? [[field, undefined]] : []));
  const set = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null && value !== undefined));
  const origin = { source, at: at.toISOString() };
  const { sealed, sources } = sealedContact(person, await openKey(key, ports), set, origin, ports);
  const without = Object.fromEntries(gone) as Record<string, undefined>;
  return {
    sealed: { ...row.sealed, ...sealed, ...without },
    sources: { ...row.sources, ...sources, ...without },
  };
};

/**
 * Returns the write that changes what is held on a person, for the caller's transaction; refused when the person is not of
 * this version any more. Undefined when they are erased.
 */
export const contactWrite = async (
  person: string,
  changes: ContactChanges,
  mark: Changed,
  ports: Sealing,
): Promise<Write | undefined> => {
  const contact = await changed(person, changes, mark, ports);
  return contact && contactUpdate(person, contact, mark.version, ports);
};

/**
 * Returns the writes that give a person another address of mail, by which they are found from then on; refused like
 * `contactWrite`. None when they are erased.
 */
export const emailWrites = async (
  person: string,
  email: string,
  mark: Changed,
  ports: Sealing & { secrets: Secrets },
): Promise<Write[]> => {
  const [contact, lookup] = await Promise.all([changed(person, { email }, mark, ports), lookupOf(email, ports)]);
  return contact ? [contactUpdate(person, contact, mark.version, ports), lookupUpdate(person, lookup, ports)] : [];
};
