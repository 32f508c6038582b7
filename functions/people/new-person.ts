import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Ports } from '../kit/ports.ts';
import type { Write } from '../kit/store/write.ts';
import { sealedContact } from './contact.ts';
import type { Contact, PersonKind } from './domain.ts';
import { lookupOf } from './look-up.ts';
import { purpose } from './sealing.ts';
import { personWrites } from './store.ts';

/** Somebody who is new to the shop; a `guest` unless another kind is named. */
export type NewPerson = Contact & { id: string; kind?: PersonKind; at: Date };

const keyIdBytes = 16;

/**
 * Makes a person with a data key of their own and returns the writes that store them, for the caller's transaction.
 * Everything is sealed before it leaves this function; a taken id fails the transaction.
 */
export const newPerson = async (
  { id, kind = 'guest', at, ...contact }: NewPerson,
  ports: Pick<Ports, 'random' | 'table'> & { keys: KeyWrapper; secrets: Secrets },
): Promise<Write[]> => {
  const keyId = Buffer.from(ports.random(keyIdBytes)).toString('base64url');
  const [{ plain, wrapped }, lookup] = await Promise.all([
    ports.keys.generate(purpose, keyId),
    lookupOf(contact.email, ports),
  ]);
  const sealed = sealedContact(id, plain, contact, { source: 'self', at: at.toISOString() }, ports);
  return personWrites({ id, kind, contact: sealed, key: { keyId, wrapped }, lookup, at }, ports);
};
