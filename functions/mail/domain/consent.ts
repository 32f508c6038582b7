import { day } from '../../kit/value/time.ts';

/** Milliseconds from when a receipt was delivered until a guest's yes in it counts. */
export const guestWaits = day;

/** Days for which the link is good by which somebody confirms that they want marketing. */
export const confirmDays = 7;
