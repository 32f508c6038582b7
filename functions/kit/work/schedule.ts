import { lambda } from './lambda.ts';
import { errorFields } from '../log.ts';
import type { Ports } from '../ports.ts';
import type { Counts } from './sweep.ts';

/** A sweep could not do some of its work; it has pushed that back, and a later one comes back to it. */
class LeftUndone extends Error {
  override name = 'LeftUndone';
}

/**
 * Returns the Lambda handler of a scheduled worker. What came of its work is logged by outcome and returned; a throw,
 * and any count under `failed`, makes the run itself fail, so that it is counted and alarmed when it goes on.
 */
export const onSchedule = <P extends Ports>(worker: string, run: (ports: P) => Promise<Counts>, ports: P) =>
  lambda<unknown, Counts>().handler(async () => {
    try {
      const counts = await run(ports);
      for (const [outcome, count] of Object.entries(counts)) ports.log.info('swept', { worker, outcome, count });
      if (counts['failed']) throw new LeftUndone();
      return counts;
    } catch (error) {
      ports.log.error('sweep failed', { worker, ...errorFields(error) });
      throw error;
    }
  });
