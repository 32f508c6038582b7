import { day } from '../../kit/value/time.ts';
import { requestKeptDays } from './request.ts';

/** A legal hold on an order: what a court or an authority may need of its buyer is not erased until it ends. */
export type Hold = {
  /** The order. */
  id: string;
  /** The reference of the case, such as the number of a file; never a name. */
  reason: string;
  /** RFC 3339. */
  at: string;
  until: string;
  liftedAt?: string | undefined;
  /** Why it was lifted. */
  lifted?: string | undefined;
};

/** The longest that one hold lasts (days); what takes longer is set again by somebody who has looked. */
export const longestHold = 1096;

/** Returns the end of a hold that holds now (RFC 3339, as is what it returns), and undefined for one that does not. */
export const heldUntil = (hold: Hold | undefined, now: string): string | undefined =>
  hold && hold.liftedAt === undefined && hold.until > now ? hold.until : undefined;

/** Returns whether a hold may last until a time; both in epoch milliseconds. */
export const mayLast = (until: number, now: number): boolean => until > now && until - now <= longestHold * day;

/** Returns when the row of a hold that ends then (epoch milliseconds) may go, in epoch seconds: when nobody complains any more. */
export const holdExpires = (ends: number): number => Math.ceil((ends + requestKeptDays * day) / 1000);
