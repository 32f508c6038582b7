import { lambda } from './lambda.ts';
import { errorFields } from '../log.ts';
import type { Ports } from '../ports.ts';
import type { Counts } from './sweep.ts';

/** A sweep could not do some of its work; it has pushed that back, and a later one comes back to it. */
class LeftUndone extends Error {
  override name = 'LeftUndone';
}

/**
 * Returns the Lambda handler of a scheduled worker. What came of its work is logged by outcome and returned. A throw, and
 * any count under `failed`, makes the run itself fail, so that it is counted and alarmed when it goes on. A throw is logged at
 * error; items that failed are tried again, so that they are a warning.
 */
export const onSchedule = <P extends Ports>(worker: string, run: (ports: P) => Promise<Counts>, ports: P) =>
  lambda<unknown, Counts>().handler(async () => {
    const counts = await run(ports).catch((error: unknown) => {
      ports.log.error('sweep failed', { worker, ...errorFields(error) });
      throw error;
    });
    for (const [outcome, count] of Object.entries(counts)) ports.log.info('swept', { worker, outcome, count });
    const { failed = 0 } = counts;
    if (failed === 0) return counts;
    ports.log.warn('sweep left some', { worker, count: failed });
    throw new LeftUndone();
  });
