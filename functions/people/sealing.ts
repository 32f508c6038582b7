import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import { seal, unseal, type Place } from '../kit/crypto/seal.ts';
import type { Ports } from '../kit/ports.ts';
import { readKey, type Store, type StoredKey } from './store.ts';

export type Keyed = Store & { keys: KeyWrapper };
export type Sealing = Keyed & Pick<Ports, 'random'>;

export const purpose = 'contact';
const nonceBytes = 12;

/** Seals a text at a place, with a nonce of its own. */
export const sealAt = (plain: Uint8Array, place: Place, text: string, { random }: Pick<Ports, 'random'>): Uint8Array =>
  seal(plain, random(nonceBytes), place, text);

/** Returns the data key of a person in the clear. It is never kept: an erasure counts from the next call on. */
export const openKey = ({ keyId, wrapped }: StoredKey, { keys }: { keys: KeyWrapper }): Promise<Uint8Array> =>
  keys.open(purpose, keyId, wrapped);

/** No table has this name: what is sealed for a row of another context never opens as a field of the person's own. */
const elsewhere = (person: string, field: string): Place => ({ table: 'people.sealed', item: person, field, purpose });

/** Seals a text under a data key that is open, for a row of another context. */
export const sealElsewhere = (
  plain: Uint8Array,
  person: string,
  field: string,
  text: string,
  ports: Pick<Ports, 'random'>,
): string => Buffer.from(sealAt(plain, elsewhere(person, field), text, ports)).toString('base64url');

/**
 * Seals a text under a person's key, for a row of another context, and returns it in base64url; undefined when the person
 * is erased. `field` says what it is (`mail.code`), and opens nothing else.
 */
export const sealFor = async (
  person: string,
  field: string,
  text: string,
  ports: Sealing,
): Promise<string | undefined> => {
  const key = await readKey(person, ports);
  return key && sealElsewhere(await openKey(key, ports), person, field, text, ports);
};

/** Opens what `sealFor` sealed; undefined when the person is erased. Throws for what was sealed otherwise. */
export const openFor = async (
  person: string,
  field: string,
  sealed: string,
  ports: Keyed,
): Promise<string | undefined> => {
  const key = await readKey(person, ports);
  return key && unseal(await openKey(key, ports), elsewhere(person, field), Buffer.from(sealed, 'base64url'));
};
