import { setTimeout } from 'node:timers/promises';

/** Waits until something holds; throws after five seconds. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let left = 200; left > 0; left -= 1) {
    if (await holds()) return;
    await setTimeout(25);
  }
  throw new Error(`Still not so after five seconds: ${holds}`);
};

/** Returns how long some work took, in milliseconds. */
export const took = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};
