/** Milliseconds, for instants and waits. */
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Seconds, for what expires. */
export const daySeconds = day / 1000;

/** Returns epoch seconds, the unit of every expiry attribute. */
export const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);
