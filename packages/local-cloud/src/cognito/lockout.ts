/** Counts wrong passwords by user, for this run. */
export type Lockout = {
  isLocked: (id: string) => boolean;
  wrong: (id: string) => void;
  right: (id: string) => void;
};

const free = 5;
const longestMs = 15 * 60_000;

/** Returns the lockout of Cognito: after five wrong passwords a second, twice as long with each more, up to 15 minutes. */
export const newLockout = (now: () => number): Lockout => {
  const counted = new Map<string, { wrong: number; until: number }>();
  return {
    isLocked: (id) => (counted.get(id)?.until ?? 0) > now(),
    wrong: (id) => {
      const wrong = (counted.get(id)?.wrong ?? 0) + 1;
      const waits = wrong < free ? 0 : Math.min(1000 * 2 ** (wrong - free), longestMs);
      counted.set(id, { wrong, until: now() + waits });
    },
    right: (id) => void counted.delete(id),
  };
};
