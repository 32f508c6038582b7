import { setTimeout as sleep } from 'node:timers/promises';

type Step = { close: () => Promise<unknown> | void; patienceMs: number };

/** What has to be ended again, in the opposite order of its start. */
export class Closing {
  readonly #steps: Step[] = [];
  #begun = false;

  /** Remembers how to end something; after `patienceMs` the next is ended all the same. What comes too late is ended at once. */
  add(close: Step['close'], patienceMs = 10_000): void {
    this.#steps.push({ close, patienceMs });
    if (this.#begun) void this.run();
  }

  /** Ends everything once, the latest first; what fails to end stops nothing else from ending. */
  async run(): Promise<void> {
    this.#begun = true;
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      const patience = new AbortController();
      const ended = (async (close) => close())(step.close).catch(() => undefined);
      const waited = sleep(step.patienceMs, undefined, { signal: patience.signal }).catch(() => undefined);
      await Promise.race([ended, waited]);
      patience.abort();
    }
  }
}
