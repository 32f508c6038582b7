import type { Lease } from './address.ts';

/** Milliseconds that an opt-out waits at most for a sender: a call to SES begins within 2 s of its claim and is over after 4 s. */
export const longestWait = 6000;

/**
 * Milliseconds after a lease's end before another sender takes it for that of a dead one. Clocks that differ by less cannot make
 * two senders hold an address at once, which would hide the first from an opt-out.
 */
export const graceAfterLease = 60_000;

/** Returns whether nobody may still be sending under a lease. */
export const isFree = (lease: Lease | undefined, now: Date): boolean =>
  lease === undefined || lease.until + graceAfterLease < now.getTime();
