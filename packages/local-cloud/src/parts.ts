import { setTimeout as sleep } from 'node:timers/promises';
import type { Part } from './stand-in/index.ts';

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
      const waited = sleep(part.graceMs ?? longestEndMs, undefined, { signal: done.signal }).catch(() => undefined);
      await Promise.race([ended, waited]);
      done.abort();
    }
  }
}
