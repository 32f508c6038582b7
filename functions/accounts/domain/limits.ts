import { hour, minute } from '../../kit/value/time.ts';

/** How often something may be asked for an address within a window (milliseconds), whether or not it is known. */
export const limitRules = {
  'sign-up': { most: 20, window: hour },
  resend: { most: 20, window: hour },
  forgot: { most: 20, window: hour },
  confirm: { most: 20, window: hour },
  reset: { most: 20, window: hour },
  'sign-in': { most: 10, window: 15 * minute },
  'staff-sign-in': { most: 10, window: 15 * minute },
  email: { most: 20, window: hour },
  reactivate: { most: 20, window: hour },
} as const satisfies Record<string, { most: number; window: number }>;
export type Limited = keyof typeof limitRules;

/** Returns the window that an instant is in: the number that tells it from others, and its end in epoch milliseconds. */
export const windowOf = (what: Limited, now: Date): { number: number; ends: number } => {
  const { window } = limitRules[what];
  const number = Math.floor(now.getTime() / window);
  return { number, ends: (number + 1) * window };
};

/** Returns whether a count that includes this time is still within the limit. */
export const isWithin = (what: Limited, count: number): boolean => count <= limitRules[what].most;
