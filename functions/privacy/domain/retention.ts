/** Days after the last order of a buyer without an account, in which PayPal may still open a dispute; then they are forgotten. */
export const guestDays = 180;

/** Returns whether a buyer without an account, and their last order, are from before a time (RFC 3339). */
export const isGuestOver = (
  { kind, at, lastOrder }: { kind: string; at: string; lastOrder: string | undefined },
  since: string,
): boolean => kind === 'guest' && at < since && (lastOrder === undefined || lastOrder < since);
