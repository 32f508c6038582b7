import { setTimeout as sleep } from 'node:timers/promises';

/** Anything that was started: its name, its address, and how it ends. */
export type Part = {
  name: string;
  url?: string;
  close: () => Promise<void> | void;
  /** Whether it has something to do that it has not begun, such as a webhook to deliver. */
  pending?: () => boolean;
  /** How long its end may take, in milliseconds; the next part is ended then all the same. */
  graceMs?: number;
};

const longestEndMs = 10_000;

/** The parts that run, in the order of their start. */
export class Parts {
  readonly #running: Part[] = [];
  #ending = false;

  /** Remembers a part, to be ended again, and returns it; one that comes too late is ended at once. */
  add<P extends Part>(part: P): P {
    this.#running.push(part);
    if (this.#ending) void this.close();
    return part;
  }

  /** Returns whether a part has something to do that it has not begun. */
  pending(): boolean {
    return this.#running.some((part) => part.pending?.() === true);
  }

  /** Ends every part once, the latest first; what fails to end stops nothing else from ending. */
  async close(): Promise<void> {
    this.#ending = true;
    for (let part = this.#running.pop(); part; part = this.#running.pop()) {
      const done = new AbortController();
      const ended = (async ({ close }: Part) => close())(part).catch(() => undefined);
      const late = sleep(part.graceMs ?? longestEndMs, undefined, { signal: done.signal }).catch(() => undefined);
      await Promise.race([ended, late]);
      done.abort();
    }
  }
}

/**
 * Runs both at once and waits for both, so that nothing is left running unseen; when either fails the other is told by its
 * signal, and the first failure is thrown.
 */
export const together = async <A, B>(
  signal: AbortSignal,
  first: (signal: AbortSignal) => Promise<A>,
  second: (signal: AbortSignal) => Promise<B>,
): Promise<[A, B]> => {
  const failing = new AbortController();
  const either = AbortSignal.any([signal, failing.signal]);
  const works = [first(either), second(either)] as const;
  try {
    return await Promise.all(works);
  } catch (error) {
    failing.abort();
    await Promise.allSettled(works);
    throw error;
  }
};
