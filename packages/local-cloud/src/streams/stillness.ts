import { setTimeout as sleep } from 'node:timers/promises';

const lookEveryMs = 15;

/** One reader of a shard, as far as stillness is concerned. */
export type Watched = { pending: number; quietSince: number };

/**
 * Tells when nothing is under way in any stream. A count of happenings serves as the clock: all is still once every reader
 * has looked at its shard after the last happening anywhere, found nothing and has nothing in hand.
 */
export class Stillness {
  readonly #readers = new Set<Watched>();
  readonly #sleeping = new Set<() => void>();
  #happenings = 1;
  #starting: number;

  /** `sources` is how many sources have yet to find their shards. */
  constructor(sources: number) {
    this.#starting = sources;
  }

  /** Notes that a source has found its first shards and added their readers. */
  started(): void {
    this.#starting -= 1;
  }

  /** Watches a reader until `remove`. */
  add(reader: Watched): void {
    this.#happenings += 1;
    this.#readers.add(reader);
  }

  /** Stops watching a reader whose shard is finished. */
  remove(reader: Watched): void {
    this.#happenings += 1;
    this.#readers.delete(reader);
  }

  /** Notes that records were read, or that a batch was worked on. */
  happened(): void {
    this.#happenings += 1;
  }

  /** The present moment, to be taken before a look at a shard and kept as `quietSince` when that look found nothing. */
  get moment(): number {
    return this.#happenings;
  }

  /** Wakes every reader that pauses. */
  readonly wake = (): void => {
    for (const wake of this.#sleeping) wake();
    this.#sleeping.clear();
  };

  /** Pauses a reader for a time, or until it is woken or the signal aborts; returns whether it was woken. */
  async pause(milliseconds: number, signal: AbortSignal): Promise<boolean> {
    const woken = new AbortController();
    const wake = (): void => woken.abort();
    this.#sleeping.add(wake);
    await sleep(milliseconds, undefined, { signal: AbortSignal.any([signal, woken.signal]) }).catch(() => undefined);
    this.#sleeping.delete(wake);
    return woken.signal.aborted;
  }

  /** Resolves once all is still after this call. */
  async reached(signal: AbortSignal): Promise<void> {
    this.#happenings += 1;
    while (!signal.aborted && !this.#still()) {
      this.wake();
      await sleep(lookEveryMs);
    }
  }

  #still(): boolean {
    if (this.#starting > 0) return false;
    return [...this.#readers].every((reader) => reader.pending === 0 && reader.quietSince === this.#happenings);
  }
}
