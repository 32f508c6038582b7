import { minute } from '../../kit/value/time.ts';

/** What is counted of the mails of one span. */
export type Tally = { mails: number; bounces: number; softBounces: number; complaints: number };

/** Milliseconds of a span; what becomes of a mail counts in the span in which it was sent. */
const spanLength = 10 * minute;

/** Returns the beginning of the span of an instant, both in epoch milliseconds. */
export const spanOf = (at: number): number => Math.floor(at / spanLength) * spanLength;

/** Rates go by the last 1,000 mails, or those of 24 hours where they are fewer; by numbers alone where they are fewer than 200. */
const window = { mails: 1000, milliseconds: 24 * 60 * minute };
const enough = 200;

/** From which share on a person is told, and marketing is stopped; below 200 mails from which number on both. */
export const limits = {
  bounces: { told: 0.02, stopped: 0.05, few: 10 },
  complaints: { told: 0.0005, stopped: 0.001, few: 5 },
} as const;
export type Harm = keyof typeof limits;

/** Returns the sum of the newest spans, which come newest first, up to the window's end. */
export const tallyOf = (spans: readonly (Tally & { begins: number })[], now: Date): Tally => {
  const sum: Tally = { mails: 0, bounces: 0, softBounces: 0, complaints: 0 };
  for (const each of spans) {
    if (sum.mails >= window.mails || each.begins + spanLength < now.getTime() - window.milliseconds) break;
    sum.mails += each.mails;
    sum.bounces += each.bounces;
    sum.softBounces += each.softBounces;
    sum.complaints += each.complaints;
  }
  return sum;
};

/** Returns whether a rate is so high that a person is told of it (`told`), or that marketing stops (`stopped`). */
const levelOf = (tally: Tally, harm: Harm): 'told' | 'stopped' | undefined => {
  const { told, stopped, few } = limits[harm];
  if (tally.mails < enough) return tally[harm] >= few ? 'stopped' : undefined;
  const rate = tally[harm] / tally.mails;
  if (rate >= stopped) return 'stopped';
  return rate >= told ? 'told' : undefined;
};

/** Returns the worst that the rates of a stream come to, and of what. */
export const verdictOf = (tally: Tally): { harm: Harm; level: 'told' | 'stopped' } | undefined => {
  const levels = (Object.keys(limits) as Harm[]).map((harm) => ({ harm, level: levelOf(tally, harm) }));
  const found = levels.find(({ level }) => level === 'stopped') ?? levels.find(({ level }) => level === 'told');
  return found?.level && { harm: found.harm, level: found.level };
};

/** Soft bounces of one campaign that pause it: a fifth of at least 50 mails, or ten of fewer. */
const softLimit = { few: 10, enough: 50, share: 0.2 } as const;

/** Returns whether so many mails of a campaign bounce softly that it is paused. */
export const bouncesSoftly = ({ mails, softBounces }: Tally): boolean =>
  mails < softLimit.enough ? softBounces >= softLimit.few : softBounces / mails >= softLimit.share;
