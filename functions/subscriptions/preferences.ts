import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { prompt } from '../kit/store/retry.ts';
import { apply } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { refuse, type Refusal } from '../kit/value/result.ts';
import { contactOf, emailOf, mailboxHash } from '../people/public.ts';
import { marketing } from '../policy/public.ts';
import { addressOf, consentWrite, optOut, topics, type Address, type Topic } from '../preferences/public.ts';
import { changesOf, gets, type Wanted } from './domain.ts';
import type { Preferences } from './schemas.ts';

/** What the routes about preferences need from outside. */
export type PreferencePorts = Ports & { keys: KeyWrapper; secrets: Secrets };

/** Returns preferences as they are shown; `received` says whether the browser sent `Sec-GPC`. */
export const preferencesView = (address: Address | undefined, received: boolean, now: Date): Preferences => ({
  topics: { newsletter: gets(address, 'newsletter', now), offers: gets(address, 'offers', now) },
  suppressed: address?.suppressed?.reason ?? null,
  text: marketing.text,
  textHash: marketing.hash,
  history: (address?.history ?? []).map(({ topics: about, via: _, ...said }) => ({
    ...said,
    topics: about.split(' '),
  })),
  version: address?.version ?? 0,
  globalPrivacyControl: { honoured: true, received },
});

/** Returns the hash of the mailbox of a person; undefined for one who is erased. */
export const hashOf = async (person: string, ports: PreferencePorts): Promise<string | undefined> => {
  const email = await emailOf(person, ports);
  return email === undefined ? undefined : mailboxHash(email, ports);
};

const agree = async (
  { hash, person, yes, version }: { hash: string; person: string; yes: Topic[]; version: number | undefined },
  ports: PreferencePorts,
): Promise<boolean> => {
  const consent = {
    topics: Object.fromEntries(yes.map((topic) => [topic, 'yes' as const])),
    source: 'profile',
    text: marketing.hash,
    person,
    country: (await contactOf(person, ports))?.country,
    at: ports.now(),
  } as const;
  const { applied, item } = await apply(consentWrite(hash, consent, ports, { version }), ports, prompt);
  // The response of an earlier try may have been lost: then the refusal shows what it wrote.
  return applied || yes.every((topic) => item?.[topic]?.M?.['at']?.S === consent.at.toISOString());
};

/**
 * Does what a customer wants of topics, and returns what is stored then: a no first, which is in force when this returns, then a
 * yes, which lifts a suppression. With a version it is refused when something has changed since, unless it is as wanted already.
 */
export const changePreferences = async (
  { person, wanted, version }: { person: string; wanted: Wanted; version?: number | undefined },
  ports: PreferencePorts,
): Promise<Address | undefined | Refusal<'preferences-changed' | 'not-found'>> => {
  const hash = await hashOf(person, ports);
  if (hash === undefined) return refuse('not-found');
  const address = await addressOf(hash, ports);
  const { no, yes } = changesOf(address, wanted, ports.now());
  const changes = no.length + yes.length > 0;
  if (changes && version !== undefined && version !== (address?.version ?? 0)) return refuse('preferences-changed');
  if (no.length > 0) await optOut(hash, { topics: no, reason: 'opt-out', source: 'profile', at: ports.now() }, ports);
  const mustBe = no.length > 0 ? undefined : version;
  if (yes.length > 0 && !(await agree({ hash, person, yes, version: mustBe }, ports)))
    return refuse('preferences-changed');
  return changes ? addressOf(hash, ports) : address;
};

/** Returns the topics that a mailbox gets, and the others. */
export const linkView = (address: Address | undefined, now: Date): { gets: Topic[]; refuses: Topic[] } => ({
  gets: topics.filter((topic) => gets(address, topic, now)),
  refuses: topics.filter((topic) => !gets(address, topic, now)),
});
