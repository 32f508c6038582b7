import { setTimeout as sleep } from 'node:timers/promises';
import type { Ports } from '../ports.ts';
import { isUnavailable } from './unavailable.ts';

/** How often something is tried, and the longest wait (milliseconds) before the second try; it doubles from try to try. */
export type Persistence = { tries: number; firstWait: number; longestWait: number };

/** For a request that somebody waits for: waits of about a second in all. */
export const brief: Persistence = { tries: 6, firstWait: 25, longestWait: 400 };

const roll = (random: Ports['random']): number => Buffer.from(random(4)).readUInt32BE() / 2 ** 32;

/** Returns the wait (milliseconds) after a number of failed tries: any up to a limit that doubles ("full jitter"). */
export const waitAfter = (failed: number, chance: number, { firstWait, longestWait }: Persistence): number =>
  Math.ceil(chance * Math.min(longestWait, firstWait * 2 ** (failed - 1)));

/**
 * Runs something again after a transaction conflict, throttling or a lost answer; throws after the last try, and every
 * other error at once. What is run has to be safe to repeat.
 */
export const retry = async <T>(
  run: () => Promise<T>,
  {
    random,
    pause = sleep,
  }: Pick<Ports, 'random'> & { pause?: ((milliseconds: number) => Promise<unknown>) | undefined },
  persistence: Persistence = brief,
): Promise<T> => {
  for (let failed = 1; ; failed += 1) {
    try {
      return await run();
    } catch (error) {
      if (failed >= persistence.tries || !isUnavailable(error)) throw error;
      await pause(waitAfter(failed, roll(random), persistence));
    }
  }
};
