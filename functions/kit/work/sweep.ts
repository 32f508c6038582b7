import { errorFields } from '../log.ts';
import type { Ports } from '../ports.ts';

/** How many items came to which outcome. */
export type Counts = Record<string, number>;

/** What a sweep goes through and does. */
export type Sweep<T> = {
  /** Name of the worker, for its log. */
  worker: string;
  /** What is due, oldest first. */
  items: AsyncIterable<T>;
  /** Does one item and returns its outcome; `stop` ends the run, because the next items would fare the same. */
  each: (item: T) => Promise<string>;
  /** Makes an item due later, so that one that fails does not come first again. */
  pushBack: (item: T) => Promise<unknown>;
  ports: Pick<Ports, 'now' | 'log'>;
  /** Items at a time. */
  width?: number;
  /** Milliseconds after which nothing new is begun; with the longest item it has to end within the worker's time-out. */
  budget: number;
};

/**
 * Does everything that is due, a few items at a time and inside the budget, and returns the counts by outcome. An item
 * that fails is counted as `failed`, logged and pushed back; one that is left because of `stop` is `pushed-back`. When
 * time runs out before the items do, `out-of-time` is 1. Throws when the items cannot be read.
 */
export const sweepAll = async <T>(sweep: Sweep<T>): Promise<Counts> => {
  const { worker, items, each, pushBack, ports, width = 10, budget } = sweep;
  const counts: Counts = {};
  const count = (outcome: string) => void (counts[outcome] = (counts[outcome] ?? 0) + 1);
  const ends = ports.now().getTime() + budget;
  const source = items[Symbol.asyncIterator]();
  let stopped = false;

  const left = (error: unknown) => ports.log.warn('sweep left one', { worker, ...errorFields(error) });
  const outcomeOf = async (item: T): Promise<string> => {
    if (stopped) return 'stop';
    try {
      return await each(item);
    } catch (error) {
      left(error);
      return 'failed';
    }
  };
  const take = async (item: T): Promise<void> => {
    const outcome = await outcomeOf(item);
    stopped ||= outcome === 'stop';
    if (outcome === 'stop' || outcome === 'failed') await pushBack(item).catch(left);
    count(outcome === 'stop' ? 'pushed-back' : outcome);
  };
  const run = async (): Promise<void> => {
    for (let next = await source.next(); !next.done; next = await source.next()) {
      if (ports.now().getTime() >= ends) return void (counts['out-of-time'] = 1);
      await take(next.value);
    }
  };

  const runs = await Promise.allSettled(Array.from({ length: width }, run));
  const broken = runs.find((each) => each.status === 'rejected');
  if (broken) throw broken.reason;
  return counts;
};
