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

/** What an order says of whether its buyer may be forgotten. */
export type HeldOrder = { status: string; disputed: boolean };

/** Orders of these statuses need nobody any more. */
const done = new Set(['fulfilled', 'voided', 'refunded']);

/** Returns why the buyer of an order cannot be forgotten yet; undefined when nothing speaks against it. */
export const reasonToKeep = ({ status, disputed }: HeldOrder): Reason | undefined => {
  if (disputed) return 'dispute-open';
  if (status === 'quarantined') return 'money-open';
  return done.has(status) ? undefined : 'order-open';
};

/** What each reason means, in words for the person. */
export const reasonWords: Record<Reason, string> = {
  'order-open': 'The order is being paid for or delivered; the mail about it goes to this address.',
  'dispute-open': 'The payment is disputed; what the dispute needs is kept until it is decided.',
  'money-open': 'The payment did not fit the order; the money has to be given back first.',
  'method-open':
    'PayPal has not confirmed yet that it deleted the payment method that was saved with this order; it pays nothing any more.',
  'legal-hold': 'The law forbids to erase it now.',
};

/** Returns when (milliseconds from now) it is looked again at what is kept: PayPal is asked soon, an order is done with in days. */
export const lookAgainIn = (keeps: readonly Kept[]): number =>
  keeps.some(({ reason }) => reason === 'method-open') ? 5 * minute : day;

/** Something that is kept for now, and why. */
export type Kept = { order: string; reason: Reason };
