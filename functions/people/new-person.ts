import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Ports } from '../kit/ports.ts';
import type { Write } from '../kit/store/write.ts';
import { sealedContact } from './contact.ts';
import type { Contact, PersonKind } from './domain.ts';
import { lookupOf } from './look-up.ts';
import { purpose, sealElsewhere } from './sealing.ts';
import { personWrites } from './store.ts';

/** Somebody who is new to the shop; a `guest` unless another kind is named. */
export type NewPerson = Contact & { id: string; kind?: PersonKind; at: Date };

const keyIdBytes = 16;

type MakingPorts = Pick<Ports, 'random' | 'table'> & { keys: KeyWrapper; secrets: Secrets };

/**
 * Makes a person like `newPerson`, and seals texts for rows of other contexts under the new key, by their field: what
 * `sealFor` does once the key is stored.
 */
export const newPersonSealing = async (
  { id, kind = 'guest', at, ...contact }: NewPerson,
  texts: Readonly<Record<string, string>>,
  ports: MakingPorts,
): Promise<{ writes: Write[]; sealed: Record<string, string> }> => {
  const keyId = Buffer.from(ports.random(keyIdBytes)).toString('base64url');
  const [{ plain, wrapped }, lookup] = await Promise.all([
    ports.keys.generate(purpose, keyId),
    kind === 'requester' ? undefined : lookupOf(contact.email, ports),
  ]);
  const own = sealedContact(id, plain, contact, { source: 'self', at: at.toISOString() }, ports);
  const seal = ([field, text]: [string, string]) => [field, sealElsewhere(plain, id, field, text, ports)] as const;
  return {
    writes: personWrites({ id, kind, contact: own, key: { keyId, wrapped }, lookup, at }, ports),
    sealed: Object.fromEntries(Object.entries(texts).map(seal)),
  };
};

/**
 * Makes a person with a data key of their own and returns the writes that store them, for the caller's transaction.
 * Everything is sealed before it leaves this function; a taken id fails the transaction.
 */
export const newPerson = async (person: NewPerson, ports: MakingPorts): Promise<Write[]> =>
  (await newPersonSealing(person, {}, ports)).writes;
