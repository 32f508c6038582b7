import { daySeconds } from '../kit/value/time.ts';
import { classes, type LetterClass } from './domain/classes.ts';

/** The states of a letter; the outbox row of an ended letter is the ledger. */
export const states = ['pending', 'sending', 'sent', 'unknown', 'refused'] as const;
export type State = (typeof states)[number];

/**
 * Which state follows which. `sending` follows itself when another sender takes over from one that died;
 * `pending` comes back only when SES definitely did not take the letter. Nothing follows an ended state.
 */
export const moves = {
  pending: ['sending'],
  sending: ['sending', 'pending', 'sent', 'unknown', 'refused'],
  sent: [],
  unknown: [],
  refused: [],
} as const satisfies Record<State, readonly State[]>;

/** Where a letter goes that a sender holds. */
export type AfterSending = Exclude<(typeof moves)['sending'][number], 'sending'>;

/** Returns whether a letter in this state never moves again. */
export const isEnded = (state: State): boolean => moves[state].length === 0;

/** Seconds: a letter that the stream missed is looked at by the sweeper after this time. */
export const streamHeadStart = 120;

/** Seconds that a letter stays in the ledger. */
export const ledgerKept = 90 * daySeconds;

/** Milliseconds from the start of a delivery, before its claim: until then the call to SES begins, and by then it is cut off. */
const beginWithin = 2000;
export const overWithin = 4000;

/** Milliseconds that a claim is good for, by the clock of the wall. */
export const lease = 5000;

/** Milliseconds for which the outcome of a call to SES is tried to be recorded: without a record the letter is sent again. */
export const recordWithin = 30_000;

/** Milliseconds that one delivery takes at most: the claim's lease, and then the record with its last try. */
export const longestDelivery = lease + recordWithin + 5000;

/** Seconds after a lease's end before its sender is taken for dead: room for its last write and for clocks that differ. */
const graceAfterLease = 60;

/** Returns whether the sender whose lease ended at `leaseUntil` (epoch milliseconds) is taken for dead at `now` (epoch seconds). */
const isDead = (leaseUntil: number, now: number): boolean => Math.ceil(leaseUntil / 1000) + graceAfterLease <= now;

/** Returns whether a call to SES may still begin so many milliseconds after the start. */
export const maySend = (elapsed: number): boolean => elapsed <= beginWithin;

/**
 * Returns the seconds until the next try: two, four times as many with every attempt, up to the longest pause of the
 * class.
 */
export const backoff = (letterClass: LetterClass, attempts: number): number =>
  Math.min(classes[letterClass].longestPause, 2 * 4 ** Math.min(attempts - 1, 10));

/** How often the account may refuse a letter before that is told: the first refusal may be a mistake of the moment. */
export const refusalsUntold = 1;

/** How many tries of a letter come to nothing before a person is told: a used-up quota lasts a day, and no one else would see it. */
export const triesUntold = 6;

/** How often the sender that the stream started tries a letter itself, before the sweeper has to: throttling passes soon. */
export const triesAtOnce = 3;

/**
 * Returns whether a letter that could not be sent is tried no more (`putOutAt` and `now` in epoch seconds): its class says how long,
 * and what is in it may be good for less, such as a code (`minutes`).
 */
export const isTriedNoMore = (letterClass: LetterClass, putOutAt: number, now: number, minutes = Infinity): boolean =>
  now - putOutAt > Math.min(classes[letterClass].triedFor, minutes * 60);

/**
 * Returns what to do about a letter that is not free: leave it to whom it belongs, take it over, or close it as
 * `unknown`.
 */
export const onHeld = (
  letter:
    | { state: State; class: LetterClass; leaseUntil?: number | undefined; takeovers: number; expiresAt: number }
    | undefined,
  now: number,
): 'leave' | 'take-over' | 'close' => {
  if (!letter || letter.expiresAt <= now || letter.state !== 'sending') return 'leave';
  if (!isDead(letter.leaseUntil ?? 0, now)) return 'leave';
  return letter.takeovers < classes[letter.class].sendsAfterCrash ? 'take-over' : 'close';
};
