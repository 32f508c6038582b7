import { hour, minute } from '../../kit/value/time.ts';
import type { OrderFacts } from './next-step.ts';

/** How long PayPal keeps the PayPal-Request-Id of a capture: so long it is repeated and made once. */
export const requestIdKept = 6 * hour;
/** Between two searches for a transaction, which PayPal lists up to three hours late. */
export const betweenSearches = 4 * hour;
/** Between two responses that there is no such payment, before that is believed of one that nobody captured. */
export const betweenMisses = 10 * minute;

/** What the schedule of looks hangs on: an order, and since when PayPal has not found its payment. */
export type LookFacts = Pick<OrderFacts, 'status' | 'capturing' | 'opened' | 'since'> & {
  missingSince?: number | undefined;
  searchedAt?: number | undefined;
};

/**
 * Returns when nobody can approve a payment any more; `opened` is when its last attempt was made. Epoch milliseconds.
 */
export const windowCloses = (opened: number, windowHours: number): number => opened + windowHours * hour;

/** Returns whether nobody can approve a payment any more. */
export const windowClosed = (opened: number, now: number, windowHours: number): boolean =>
  now > windowCloses(opened, windowHours);

/** The first of some times that is still to come. */
const firstAfter = (now: number, ...times: number[]): number | undefined =>
  times.filter((time) => time > now).toSorted((a, b) => a - b)[0];

/** In as long as it has been so already, at least a minute and at most `most`. */
const doubled = (now: number, since: number, most: number): number =>
  now + Math.min(most, Math.max(minute, now - since));

/**
 * Returns the schedule by which open orders are read back, in epoch milliseconds. One that nobody approved: ten
 * minutes after it was opened and a minute after its window has closed. One approved, at doubling distances, at most
 * 30 minutes and the end of its window. One whose capture is claimed, at doubling distances up to 15 minutes while
 * PayPal keeps the request id, then each hour, or when the next search is due. One whose capture is pending, at
 * doubling distances up to an hour.
 */
export const nextLook = (order: LookFacts, now: number, windowHours: number): number => {
  const { status, capturing, opened, since, missingSince, searchedAt } = order;
  if (status === 'pending') return doubled(now, since, hour);
  if (capturing !== undefined) {
    if (searchedAt !== undefined) return firstAfter(now, searchedAt + betweenSearches) ?? now + minute;
    return doubled(now, since, now - since < requestIdKept ? 15 * minute : hour);
  }
  const closes = windowCloses(opened, windowHours) + minute;
  if (missingSince !== undefined) return firstAfter(now, missingSince + betweenMisses, closes) ?? now + 10 * minute;
  if (status === 'created') return firstAfter(now, opened + 10 * minute, closes) ?? now + 10 * minute;
  return firstAfter(now, doubled(now, since, 30 * minute), closes) ?? now + 10 * minute;
};
