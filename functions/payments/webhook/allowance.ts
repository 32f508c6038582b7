import { minute } from '../../kit/value/time.ts';

/** Returns whether a moment lies within the last `ms`; one that is ahead, because the clock was set back, does not. */
export const isWithin = (moment: number, ms: number, now: number): boolean => moment <= now && now - moment < ms;

/**
 * Returns what starts work as long as no more than `atOnce` is under way and no more than `aMinute` was begun within a minute,
 * by the clock of whoever calls; `undefined` where it is more, and then nothing is begun.
 */
export const allowance = ({ atOnce, aMinute }: { atOnce: number; aMinute: number }) => {
  let begun: number[] = [];
  let underWay = 0;
  return <T>(now: number, work: () => Promise<T>): Promise<T> | undefined => {
    begun = begun.filter((moment) => isWithin(moment, minute, now));
    if (underWay >= atOnce || begun.length >= aMinute) return undefined;
    begun.push(now);
    underWay += 1;
    return work().finally(() => (underWay -= 1));
  };
};
