import { once } from 'node:events';
import type { StreamRecord } from './record.ts';

export type LaneSettings = {
  batchSize: number;
  windowSeconds: number;
  /** Works on a batch to its end; the next batch of the lane waits for it. */
  deliver: (records: StreamRecord[], signal: AbortSignal) => Promise<void>;
};

/** Collects records into batches and delivers them one batch after another: a batch goes when it is full or its window is over. */
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
      await this.#filled(1, signal);
      await this.#windowOver(signal);
      if (!signal.aborted) await deliver(this.#queue.splice(0, batchSize), signal);
    }
  }

  async #windowOver(signal: AbortSignal): Promise<void> {
    const { windowSeconds, batchSize } = this.#settings;
    if (windowSeconds === 0 || this.#queue.length >= batchSize) return;
    const over = AbortSignal.any([signal, AbortSignal.timeout(windowSeconds * 1000)]);
    await this.#filled(batchSize, over);
  }

  async #filled(count: number, signal: AbortSignal): Promise<void> {
    while (this.#queue.length < count && !signal.aborted) {
      await once(this.#arrivals, 'record', { signal }).catch(() => undefined);
    }
  }
}
