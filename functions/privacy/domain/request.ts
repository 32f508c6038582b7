import { day, minute } from '../../kit/value/time.ts';

/** What somebody may ask for. */
export const kinds = ['export', 'erasure'] as const;
export type Kind = (typeof kinds)[number];

/**
 * A request by mail is `asked` until its link is used, and `lapsed` when nobody used it. It is `waiting` while something cannot be
 * erased yet.
 */
export const states = ['asked', 'confirmed', 'waiting', 'answered', 'lapsed'] as const;
export type State = (typeof states)[number];

/** Which state follows which. */
export const moves = {
  asked: ['confirmed', 'lapsed'],
  confirmed: ['waiting', 'answered'],
  waiting: ['waiting', 'answered'],
  answered: [],
  lapsed: [],
} as const satisfies Record<State, readonly State[]>;

/** Returns whether a request waits for us, and not for whoever made it. */
export const isUnderWay = (state: State): boolean => state === 'confirmed' || state === 'waiting';

/** Milliseconds for which the link of a request is good. */
export const linkFor = 7 * day;

/** Milliseconds before a request is due in which the staff is reminded of it, once a day. */
export const reminded = 7 * day;

/** Days for which it is kept what became of a request: as long as a complaint may be made. */
export const requestKeptDays = 1096;

/** Why something is kept of a person who is to be erased: an order that is not done with, or a payment method that PayPal still has. */
export const reasons = ['order-open', 'dispute-open', 'money-open', 'legal-hold', 'method-open'] as const;
export type Reason = (typeof reasons)[number];

/** What an order says of whether its buyer may be forgotten, with the end of a legal hold (RFC 3339) if there is one. */
export type HeldOrder = { status: string; disputed: boolean; heldUntil?: string | undefined };

/** Orders of these statuses need nobody any more. */
const done = new Set(['fulfilled', 'voided', 'refunded']);

/**
 * Returns why the buyer of an order cannot be forgotten yet; undefined when nothing speaks against it. What is still done for the
 * buyer comes first, because their mail needs all that is held.
 */
export const reasonToKeep = ({ status, disputed, heldUntil }: HeldOrder): Reason | undefined => {
  if (status === 'quarantined') return 'money-open';
  if (!done.has(status)) return 'order-open';
  if (disputed) return 'dispute-open';
  return heldUntil === undefined ? undefined : 'legal-hold';
};

/** Returns whether a reason needs no more of the buyer than an address and a name, which are kept apart: the rest is erased at once. */
export const isKeptApart = (reason: Reason): boolean => reason === 'dispute-open' || reason === 'legal-hold';

/** What each reason means, in words for the person. */
export const reasonWords: Record<Reason, string> = {
  'order-open': 'The order is being paid for or delivered; the mail about it goes to this address.',
  'dispute-open': 'The payment is disputed; what the dispute needs is kept until it is decided.',
  'money-open': 'The payment did not fit the order; the money has to be given back first.',
  'method-open':
    'PayPal has not confirmed yet that it deleted the payment method that was saved with this order; it pays nothing any more.',
  'legal-hold': 'The law forbids to erase it now: it may be needed in a court or by an authority.',
};

/** Returns what is kept for a reason, in words for the person. */
export const keptWords = (reason: Reason): string => {
  if (reason === 'method-open') return 'The reference of the payment method at PayPal.';
  return isKeptApart(reason)
    ? 'Your e-mail address and your name, sealed under a key of this order alone; everything else is erased.'
    : 'What we hold about you, until then.';
};

/** Something that is kept for now, why, and until when (RFC 3339) where that is known. */
export type Kept = { order: string; reason: Reason; until?: string | undefined };

/**
 * Returns when (epoch milliseconds) it is looked again at what is kept: PayPal is asked soon, an order is done with in days, and a hold
 * ends at its time (`ends`) if not before.
 */
export const nextLook = (reasons: readonly Reason[], ends: readonly number[], now: number): number => {
  const soon = reasons.includes('method-open') ? 5 * minute : day;
  return Math.max(now, Math.min(now + soon, ...ends.map((end) => end + 1000)));
};
