import { setTimeout as sleep } from 'node:timers/promises';
import type { Ports } from '../kit/ports.ts';
import { isUnavailable } from '../kit/store/unavailable.ts';
import { pause, rolls } from './domain.ts';

const tries = 6;

/** Waits so many milliseconds; a test may carry the clock there instead. */
export type Pausing = { pause?: ((milliseconds: number) => Promise<unknown>) | undefined };
export const waiting = ({ pause: wait }: Pausing): ((milliseconds: number) => Promise<unknown>) =>
  wait ?? ((milliseconds) => sleep(milliseconds));

/** Waits a random time before the next try, longer from try to try; the waits of one call sum up to a second at most. */
export const rest = (attempt: number, { random }: Pick<Ports, 'random'>): Promise<void> =>
  sleep(pause(attempt, rolls(random(4))[0] ?? 0));

/**
 * Runs something again after a transaction conflict, throttling or a lost answer, six times at most and with jitter;
 * then, and for every other error, throws. What is run has to be safe to repeat.
 */
export const patiently = async <T>(run: () => Promise<T>, ports: Pick<Ports, 'random'>): Promise<T> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (attempt + 1 === tries || !isUnavailable(error)) throw error;
      await rest(attempt, ports);
    }
  }
};
