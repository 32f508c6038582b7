import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { KeyRing, signToken, verifyToken } from '../kit/crypto/tokens.ts';
import type { Ports } from '../kit/ports.ts';
import { prompt } from '../kit/store/retry.ts';
import { transact } from '../kit/store/write.ts';
import { seconds } from '../kit/value/time.ts';
import { letterField, letterWrite } from '../mail/public.ts';
import { mailboxHash, newPersonSealing } from '../people/public.ts';
import { daysToAnswer } from '../policy/public.ts';
import type { Kind } from './domain/request.ts';
import { requestPut } from './requests.ts';
import { dueAt, linkEnds } from './times.ts';

export type AskPorts = Ports & { keys: KeyWrapper; secrets: Secrets };

const purpose = 'privacy-request';

/** The token of a request's link: the request, and a signature that is good as long as the link. */
const tokenOf = (ring: KeyRing, id: string, until: Date): string =>
  `${id}.${signToken(ring, purpose, id, seconds(until))}`;

/** Returns the id of the request that a link is good for; undefined for a link that is forged or old. */
export const requestOfLink = async (
  token: string,
  { secrets, now }: Pick<AskPorts, 'secrets' | 'now'>,
): Promise<string | undefined> => {
  const at = token.indexOf('.');
  const id = token.slice(0, at);
  const ring = await secrets('signing-keys', KeyRing);
  return verifyToken(ring, purpose, id, token.slice(at + 1), now()) ? id : undefined;
};

/**
 * Stores a request with a letter to the address, in one transaction that is the same for every address: whether anybody is known
 * there is not even looked up. The address is that of a person who is made for the request. A mailbox gets one letter a day
 * for each kind; what is asked for beyond that leaves nothing behind.
 */
export const askByMail = async (
  { email, kind, country }: { email: string; kind: Kind; country?: string | undefined },
  ports: AskPorts,
): Promise<void> => {
  const at = ports.now();
  const [id, person] = [ports.newId(), ports.newId()];
  const until = linkEnds(at.toISOString());
  const token = tokenOf(await ports.secrets('signing-keys', KeyRing), id, until);
  const [{ writes, sealed }, mailbox] = await Promise.all([
    newPersonSealing({ id: person, kind: 'requester', email, at }, { [letterField('token')]: token }, ports),
    mailboxHash(email, ports),
  ]);
  const letter = letterWrite(
    {
      id: `privacy:${kind}:${at.toISOString().slice(0, 10)}:${mailbox}`,
      class: 'transactional',
      template: 'privacy-link',
      to: person,
      data: { kind, until: until.toISOString(), token: sealed[letterField('token')] ?? '' },
      at,
    },
    ports,
  );
  const request = requestPut({ id, kind, via: 'mail', person, at, due: dueAt(at, daysToAnswer(country)) }, ports);
  await transact([...writes, request, letter], ports, prompt);
};
