const breaks = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** Marks that reverse the direction of what follows: with them a name could turn an amount round. */
const directions = /[\u202A-\u202E\u2066-\u2069]/g;

/**
 * Returns a text as one well-formed line without control characters and direction overrides; what comes from a
 * catalogue is never trusted.
 */
export const oneLine = (text: string): string =>
  text.toWellFormed().replace(directions, '').replace(breaks, ' ').trim();
