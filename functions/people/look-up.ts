import * as z from 'zod/mini';
import { keyedHash, KeyRing } from '../kit/crypto/tokens.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { identityForm, mailboxForm } from '../kit/value/email-address.ts';
import { idsUnder, type Store } from './store.ts';

/** One key, so that it cannot be rotated: an opt-out has to be found for ever. */
const AddressKey = z.object({ key: z.string() });

const ringName = 'person-lookup-keys';

const hashOf = (ring: KeyRing, identity: string, id: string): string =>
  `${id}.${keyedHash(ring, 'person', identity, id).toString('base64url')}`;

/** Returns the keyed hash by which a person is found, under the current key; throws for what is no address. */
export const lookupOf = async (address: string, { secrets }: { secrets: Secrets }): Promise<string> => {
  const identity = identityForm(address);
  if (identity === undefined) throw new RangeError('a person has an e-mail address');
  const ring = await secrets(ringName, KeyRing);
  return hashOf(ring, identity, ring.current);
};

/**
 * Returns the ids of the persons with an address, in any spelling of the same identity, under every key of the ring; none
 * for what is no address. A person of this moment may be missing, and one who was just erased may be there.
 */
export const personsAt = async (address: string, ports: Store & { secrets: Secrets }): Promise<string[]> => {
  const identity = identityForm(address);
  if (identity === undefined) return [];
  const ring = await ports.secrets(ringName, KeyRing);
  const found = await Promise.all(Object.keys(ring.keys).map((id) => idsUnder(hashOf(ring, identity, id), ports)));
  return [...new Set(found.flat())];
};

/**
 * Returns the keyed hash of an address's mailbox, under the key that is never changed: opt-outs, removals, erasures and
 * limits go by it. Throws for what is no address.
 */
export const mailboxHash = async (address: string, { secrets }: { secrets: Secrets }): Promise<string> => {
  const mailbox = mailboxForm(address);
  if (mailbox === undefined) throw new RangeError('a mailbox has an e-mail address');
  const { key } = await secrets('address-keys', AddressKey);
  return keyedHash({ current: '', keys: { '': key } }, 'mailbox', mailbox).toString('base64url');
};

/** Returns the keyed hash of an id that somebody else has given a person, such as PayPal, under the key that is never changed. */
export const referenceHash = async (reference: string, { secrets }: { secrets: Secrets }): Promise<string> => {
  const { key } = await secrets('address-keys', AddressKey);
  return keyedHash({ current: '', keys: { '': key } }, 'reference', reference).toString('base64url');
};
