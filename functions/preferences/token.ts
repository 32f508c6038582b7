import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { keyedHash, signToken, verifyToken, type KeyRing } from '../kit/crypto/tokens.ts';
import { seconds } from '../kit/value/time.ts';

type Keys = { secrets: Secrets };

const AddressKey = z.object({ key: z.string() });

/** The one key by which addresses are recognised signs their links too. Its id is in every token, should there ever be another. */
const keyId = 'a1';

const ringOf = async ({ secrets }: Keys): Promise<KeyRing> => {
  const { key } = await secrets('address-keys', AddressKey);
  return { current: keyId, keys: { [keyId]: key } };
};

/** Whose link it is: the hash of the mailbox, and the campaign that it came with. */
export type LinkSubject = { hash: string; via?: string | undefined };

const hashForm = /^[A-Za-z0-9_-]{43}$/;
const viaForm = /^[A-Za-z0-9_-]{0,64}$/;

const signature = (ring: KeyRing, purpose: string, { hash, via = '' }: LinkSubject): Buffer =>
  keyedHash(ring, `link:${purpose}`, `${hash}\n${via}`);

const sign = async (purpose: string, subject: LinkSubject, ports: Keys): Promise<string> => {
  const { hash, via = '' } = subject;
  if (!hashForm.test(hash) || !viaForm.test(via)) throw new RangeError('a link is for the hash of a mailbox');
  return [keyId, hash, via, signature(await ringOf(ports), purpose, subject).toString('base64url')].join('.');
};

const read = async (purpose: string, token: string, ports: Keys): Promise<LinkSubject | undefined> => {
  const [id, hash = '', via = '', shown = '', ...rest] = token.split('.');
  if (id !== keyId || rest.length > 0 || !hashForm.test(hash) || !viaForm.test(via)) return undefined;
  const expected = signature(await ringOf(ports), purpose, { hash, via });
  const bytes = Buffer.from(shown, 'base64url');
  if (bytes.toString('base64url') !== shown || bytes.length !== expected.length) return undefined;
  return timingSafeEqual(bytes, expected) ? { hash, ...(via !== '' && { via }) } : undefined;
};

/** Returns the token of the link by which a mailbox opts out. It never expires and holds no address. */
export const optOutToken = (subject: LinkSubject, ports: Keys): Promise<string> => sign('opt-out', subject, ports);

/** Returns whose opt-out link a token is of; undefined for one that was changed, or signed for something else. */
export const readOptOutToken = (token: string, ports: Keys): Promise<LinkSubject | undefined> =>
  read('opt-out', token, ports);

/** Returns the token of the link by which a friend has what is left removed. It never expires either. */
export const removalToken = (subject: LinkSubject, ports: Keys): Promise<string> => sign('removal', subject, ports);

/** Returns whose removal link a token is of; undefined as with `readOptOutToken`. */
export const readRemovalToken = (token: string, ports: Keys): Promise<LinkSubject | undefined> =>
  read('removal', token, ports);

const confirming = 'confirm-subscription';

/** Returns the token of the link by which a guest confirms a yes, good until a time. */
export const confirmToken = async (hash: string, until: Date, ports: Keys): Promise<string> =>
  `${hash}.${signToken(await ringOf(ports), confirming, hash, seconds(until))}`;

/** Returns the hash of the mailbox whose yes a token confirms; undefined when it has expired too. */
export const readConfirmToken = async (token: string, now: Date, ports: Keys): Promise<string | undefined> => {
  const [hash = '', ...signed] = token.split('.');
  if (!hashForm.test(hash)) return undefined;
  return verifyToken(await ringOf(ports), confirming, hash, signed.join('.'), now) ? hash : undefined;
};
