import { setTimeout as sleep } from 'node:timers/promises';
import { isContention } from '../kit/store/client.ts';
import type { Ports } from '../kit/ports.ts';

const tries = 5;

/** Runs a write of a cart again, up to five times with jitter, while an order's transaction has the cart in its hands. */
export const despiteConflicts = async <T>(write: () => Promise<T>, { random }: Pick<Ports, 'random'>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if (!isContention(error) || attempt === tries) throw error;
      await sleep(10 * attempt + ((random(1)[0] ?? 0) % 30));
    }
  }
};
