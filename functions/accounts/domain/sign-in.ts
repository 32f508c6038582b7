/** One sign-in as its tokens tell it, through all refreshes: which it is, and when it was (epoch seconds). */
export type SignIn = { origin: string; authTime: number };

/** What a row says of sign-ins: those that are not after `validAfter` (epoch seconds) have ended, and so have the revoked. */
export type Ended = { validAfter: number; revoked?: Readonly<Record<string, number>> | undefined };

/**
 * Returns whether a sign-in goes on. Its time is cut to whole seconds, so that one of the same second as the end of all sessions
 * may have been before it, and counts as ended.
 */
export const goesOn = ({ authTime, origin }: SignIn, { validAfter, revoked }: Ended): boolean =>
  authTime > validAfter && !Object.hasOwn(revoked ?? {}, origin);

/** The longest wait (milliseconds) for a sign-in whose second has to pass. */
const longestWait = 1500;

/**
 * Returns the milliseconds after which a sign-in is after the end of all sessions for certain; undefined when that is not a
 * matter of the second in which both were.
 */
export const waitForNextSecond = ({ validAfter }: Ended, now: Date): number | undefined => {
  const wait = (validAfter + 1) * 1000 - now.getTime() + 20;
  return wait <= longestWait ? Math.max(20, wait) : undefined;
};

/** Seconds within which somebody has signed in freshly. */
export const freshFor = 15 * 60;

/**
 * Returns whether the PINs of an order may be opened: by whoever holds its token, by the customer who placed it, and, if it
 * joined their account because they proved its address, by a customer who has just signed in.
 */
export const mayOpen = (
  customer: { readonly person: string; readonly authTime: Date } | undefined,
  buyer: string,
  now: Date,
): boolean =>
  customer === undefined || customer.person === buyer || now.getTime() - customer.authTime.getTime() <= freshFor * 1000;
