import { once } from 'node:events';
import type { StreamRecord } from './record.ts';

export type LaneSettings = {
  batchSize: number;
  /** Works on a batch to its end; the next batch of the lane waits for it. */
  deliver: (records: StreamRecord[], signal: AbortSignal) => Promise<void>;
};

/** Collects records into batches and delivers them one batch after another. */
export class Lane {
  readonly #settings: LaneSettings;
  readonly #arrivals = new EventTarget();
  readonly #queue: StreamRecord[] = [];

  constructor(settings: LaneSettings) {
    this.#settings = settings;
  }

  /** Adds a record behind all others. */
  push(record: StreamRecord): void {
    this.#queue.push(record);
    this.#arrivals.dispatchEvent(new Event('record'));
  }

  /** Works until the signal aborts; what is queued then is left undone. */
  async run(signal: AbortSignal): Promise<void> {
    const { deliver, batchSize } = this.#settings;
    while (!signal.aborted) {
      if (this.#queue.length === 0) await once(this.#arrivals, 'record', { signal }).catch(() => undefined);
      if (!signal.aborted) await deliver(this.#queue.splice(0, batchSize), signal);
    }
  }
}
