import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A pause for tests: short ones, between tries, are real, because those who wait make room for others; long ones, for the end
 * of a lease, carry the clock there instead.
 */
export const pauseBy =
  (carry: (milliseconds: number) => void) =>
  async (milliseconds: number): Promise<void> => {
    if (milliseconds < 1000) await sleep(milliseconds);
    else carry(milliseconds);
  };
