import { isUnavailable } from '../../../functions/kit/store/unavailable.ts';

/** A process that was killed: it does nothing any more. */
class Killed extends Error {
  override name = 'Killed';
}

/** What befalls one call: nothing, a conflict before it, silence after it, or death on either side. */
export type Fate = 'goes-well' | 'conflict' | 'lost' | 'killed-before' | 'killed-after';

const conflict = () =>
  Object.assign(new Error('conflict'), {
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'TransactionConflict' }],
  });
const timeOut = () => Object.assign(new Error('time-out'), { name: 'TimeoutError' });

/** Returns numbers in [0, 1) that follow from a seed. */
export const chanceFrom = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

/**
 * Lets processes that run at the same time make their calls one at a time, in an order that chance decides; each call has a
 * fate. Returns what a process calls by, and what runs processes to their end.
 */
export const turns = (chance: () => number) => {
  const waiting: (() => void)[] = [];

  /** Runs processes; a call of theirs waits here for its turn. Killed ones are over. */
  const run = async (processes: (() => Promise<unknown>)[]): Promise<void> => {
    let left = processes.length;
    const failures: unknown[] = [];
    for (const process of processes)
      void process()
        .catch((error: unknown) => {
          // What was unavailable is tried again by whoever comes next, as a stream and a sweeper do.
          if (!(error instanceof Killed) && !isUnavailable(error)) failures.push(error);
        })
        .finally(() => (left -= 1));
    while (left > 0) {
      await new Promise((resume) => setImmediate(resume));
      const [turn] = waiting.splice(Math.floor(chance() * waiting.length), 1);
      turn?.();
    }
    if (failures.length > 0) throw failures[0];
  };

  /** Returns how one process calls outside: `fates` says what befalls its next call, and once dead it calls nothing. */
  const caller = (fates: () => Fate) => {
    let dead = false;
    const die = (): never => {
      dead = true;
      throw new Killed();
    };
    return async <T>(call: () => T): Promise<T> => {
      await new Promise<void>((go) => waiting.push(go));
      if (dead) throw new Killed();
      const fate = fates();
      if (fate === 'conflict') throw conflict();
      if (fate === 'killed-before') return die();
      const result = call();
      if (fate === 'lost') throw timeOut();
      return fate === 'killed-after' ? die() : result;
    };
  };
  return { run, caller };
};
