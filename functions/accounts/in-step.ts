import type { Ports } from '../kit/ports.ts';
import { waitForStep } from './domain/answer-time.ts';

/**
 * Runs what the answer hangs on, and lets the answer go out at a multiple of 600 ms after the request came, whatever came of it:
 * how long it took would tell whether an address is known.
 */
export const inStep = async <T>(work: () => Promise<T>, ports: Pick<Ports, 'now' | 'pause'>): Promise<T> => {
  const begun = ports.now();
  try {
    return await work();
  } finally {
    await ports.pause(waitForStep(begun, ports.now()));
  }
};
