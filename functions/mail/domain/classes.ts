import { daySeconds } from '../../kit/value/time.ts';

/**
 * How a class of letters behaves: how often it is sent again when its sender died, how long (seconds) it is tried while
 * it can certainly not be sent, and how long at most (seconds) it waits between two tries; by which stream of mail it goes, whether
 * the address is claimed for it, and whether it has a link and headers to opt out by, the shop's postal address and a topic.
 */
export const classes = {
  transactional: {
    sendsAfterCrash: 1, triedFor: 7 * daySeconds, longestPause: 300, stream: 'mail', claims: false, isAdvertising: false,
  },
  service: {
    sendsAfterCrash: 0, triedFor: 7 * daySeconds, longestPause: 300, stream: 'mail', claims: true, isAdvertising: false,
  },
  marketing: {
    sendsAfterCrash: 0, triedFor: 3 * daySeconds, longestPause: 3600, stream: 'news', claims: true, isAdvertising: true,
  },
  'one-time': {
    sendsAfterCrash: 0, triedFor: daySeconds, longestPause: 300, stream: 'news', claims: true, isAdvertising: false,
  },
} as const; // prettier-ignore
export type LetterClass = keyof typeof classes;

/** Templates that go as another class than `transactional`; each goes as that one alone. */
const classOfTemplate: Readonly<Record<string, LetterClass>> = {
  campaign: 'marketing',
  announcement: 'service',
  invitation: 'one-time',
};

/** What a letter says of itself, as far as its class has rules about it. */
export type Classed = {
  class: LetterClass;
  template: string;
  topic?: string | undefined;
  campaign?: string | undefined;
  address?: string | undefined;
};

/** How a letter breaks the rules of its class. */
export type Breach = 'template' | 'topic' | 'campaign' | 'address' | 'postal-address';

/**
 * Returns how a letter breaks its class, undefined where it does not: a template goes as its own class, a topic is of marketing alone
 * and never missing there, what many get goes to each person's own address (a friend has no other), and no advertising goes out
 * without the shop's postal address.
 */
export const breachOf = (letter: Classed, postalAddress: string | undefined): Breach | undefined => {
  const { claims, isAdvertising } = classes[letter.class];
  if ((classOfTemplate[letter.template] ?? 'transactional') !== letter.class) return 'template';
  if (isAdvertising !== (letter.topic !== undefined)) return 'topic';
  if (letter.campaign !== undefined && letter.class !== 'marketing' && letter.class !== 'service') return 'campaign';
  if (claims && letter.class !== 'one-time' && letter.address !== undefined) return 'address';
  return isAdvertising && !postalAddress ? 'postal-address' : undefined;
};

/** Templates that somebody has just asked for at that address: they go out whatever is known of it, because they may mend it. */
const asked: ReadonlySet<string> = new Set(['code', 'privacy-link', 'confirm-subscription']);

/** Templates about an account that is in use: while it is not, they are not sent. */
const ofActiveAccount: ReadonlySet<string> = new Set(['already-registered', 'address-changed']);

/** Returns why a transactional letter does not go to an address: nothing can be delivered there, or its account is not in use. */
export const transactionalRefusal = (
  template: string,
  address: { undeliverable?: string | undefined; paused?: string | undefined } | undefined,
): 'undeliverable' | 'paused' | undefined => {
  if (asked.has(template)) return undefined;
  if (address?.undeliverable !== undefined) return 'undeliverable';
  return ofActiveAccount.has(template) && address?.paused !== undefined ? 'paused' : undefined;
};

/** Returns whether the address has to be looked at before a transactional letter. */
export const asksAddress = (template: string): boolean => !asked.has(template);
