import { setTimeout as sleep } from 'node:timers/promises';
import type { Ports } from '../ports.ts';
import { isUnavailable } from './unavailable.ts';

/**
 * How often something is tried, and the longest wait (milliseconds) before the second try; it doubles from try to try.
 * `within`: milliseconds from the first try after which no further one is begun.
 */
export type Persistence = { tries: number; firstWait: number; longestWait: number; within?: number };

/** For work that goes on by itself when it fails: waits of about a second in all. */
export const brief: Persistence = { tries: 6, firstWait: 25, longestWait: 400 };

/** For a request, whose response is due within 5 seconds: a try that took long, as one without a response does, was the last. */
export const prompt: Persistence = { ...brief, within: 1000 };

/** For what its caller repeats, or must not repeat. */
export const once: Persistence = { tries: 1, firstWait: 0, longestWait: 0 };

/** What trying again needs: chance, the clock by which `within` counts, and for tests the waiting. */
export type Retrying = Pick<Ports, 'random'> & {
  now?: (() => Date) | undefined;
  pause?: ((milliseconds: number) => Promise<unknown>) | undefined;
};

const roll = (random: Ports['random']): number => Buffer.from(random(4)).readUInt32BE() / 2 ** 32;

/** Returns the wait (milliseconds) after a number of failed tries: any up to a limit that doubles ("full jitter"). */
export const waitAfter = (failed: number, chance: number, { firstWait, longestWait }: Persistence): number =>
  Math.ceil(chance * Math.min(longestWait, firstWait * 2 ** (failed - 1)));

/**
 * Runs something again after a transaction conflict, throttling or a lost response; throws after the last try, and every
 * other error at once. What is run has to be safe to repeat.
 */
export const retry = async <T>(
  run: () => Promise<T>,
  { random, now, pause = sleep }: Retrying,
  persistence: Persistence = brief,
): Promise<T> => {
  const { tries, within = Infinity } = persistence;
  const begun = now?.().getTime() ?? 0;
  for (let failed = 1; ; failed += 1) {
    try {
      return await run();
    } catch (error) {
      if (failed >= tries || !isUnavailable(error)) throw error;
      const wait = waitAfter(failed, roll(random), persistence);
      if (now && now().getTime() + wait - begun > within) throw error;
      await pause(wait);
    }
  }
};
