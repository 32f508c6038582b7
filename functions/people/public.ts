import type { Write } from '../kit/store/write.ts';
import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Ports } from '../kit/ports.ts';
import { seal, unseal, type Place } from '../kit/crypto/seal.ts';
import { personWrites, readSealedEmail } from './store.ts';

const purpose = 'contact';
const nonceBytes = 12;
const keyIdBytes = 16;

const emailPlace = (person: string): Place => ({ table: 'people.persons', item: person, field: 'email', purpose });

/**
 * Makes a person with a data key of their own and returns the writes that store them, for the caller's transaction.
 * The address is sealed before it leaves this function; a taken id fails the transaction.
 */
export const newPerson = async (
  { id, email, at }: { id: string; email: string; at: Date },
  ports: Pick<Ports, 'random' | 'table'> & { keys: KeyWrapper },
): Promise<Write[]> => {
  const keyId = Buffer.from(ports.random(keyIdBytes)).toString('base64url');
  const { plain, wrapped } = await ports.keys.generate(purpose, keyId);
  const sealed = seal(plain, ports.random(nonceBytes), emailPlace(id), email);
  return personWrites({ id, email: sealed, key: { keyId, wrapped }, at }, ports);
};

/**
 * Returns the address of a person; undefined when the person or their key is gone, that is, erased. A damaged seal
 * throws.
 */
export const emailOf = async (
  person: string,
  ports: Pick<Ports, 'dynamo' | 'table'> & { keys: KeyWrapper },
): Promise<string | undefined> => {
  const found = await readSealedEmail(person, ports);
  if (!found) return undefined;
  const { keyId, wrapped } = found.key;
  return unseal(await ports.keys.open(purpose, keyId, wrapped), emailPlace(person), found.email);
};
