import type { Address, Consent, Topic } from './address.ts';

/** Classes of letters that ask the address. */
export type MailClass = 'transactional' | 'service' | 'marketing' | 'one-time';

/** Why an address is not written to. */
export type Refused = 'no-consent' | 'suppressed' | 'capped' | 'paused' | 'invited' | 'undeliverable';

/** What is to be sent: its class, its topic where it is marketing, the letter's id where it is one-time, and when. */
export type Sending = { class: MailClass; topic?: Topic | undefined; letter?: string | undefined; now: Date };

/** Marketing mails that a mailbox gets in a calendar month at most (promise P38: occasional). */
export const monthlyCap = 8;

/** Returns the calendar month of an instant, by which marketing is counted. */
export const monthOf = (now: Date): string => now.toISOString().slice(0, 7);

/** Returns whether a consent is in force at an instant. */
export const counts = (consent: Consent | undefined, now: Date): boolean =>
  consent?.state === 'yes' && (consent.countsFrom === undefined || consent.countsFrom <= now.toISOString());

const blocked = (address: Address | undefined): Refused | undefined => {
  if (address?.undeliverable !== undefined) return 'undeliverable';
  return address?.paused === undefined ? undefined : 'paused';
};

const marketing = (address: Address | undefined, { topic, now }: Sending): Refused | undefined => {
  if (address?.suppressed) return 'suppressed';
  if (topic === undefined || !counts(address?.topics[topic], now)) return 'no-consent';
  return (address?.cap[monthOf(now)] ?? 0) < monthlyCap ? undefined : 'capped';
};

const oneTime = (address: Address | undefined, { letter }: Sending): Refused | undefined => {
  if (address?.suppressed || address?.removed !== undefined) return 'suppressed';
  return address?.invited === undefined || address.invited.letter === letter ? undefined : 'invited';
};

const rules = {
  transactional: (address) => (address?.undeliverable === undefined ? undefined : 'undeliverable'),
  service: blocked,
  marketing: (address, sending) => blocked(address) ?? marketing(address, sending),
  'one-time': (address, sending) => blocked(address) ?? oneTime(address, sending),
} as const satisfies Record<MailClass, (address: Address | undefined, sending: Sending) => Refused | undefined>;

/** Returns whether a mailbox may get a mail of a class now, by what is known of it; undefined is a mailbox of which nothing is known. */
export const mayReceive = (address: Address | undefined, sending: Sending): 'yes' | Refused =>
  rules[sending.class](address, sending) ?? 'yes';
