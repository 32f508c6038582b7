import { setTimeout as sleep } from 'node:timers/promises';

const lookEveryMs = 15;

/** One reader of a shard: whether it has records in hand, and the last moment at which it looked and found nothing. */
export type Reader = { busy: () => boolean; quietSince: number };

/**
 * The readers of all shards: wakes them, and tells when nothing is under way in any stream. A count of happenings is the clock: all
 * is quiet once every reader has looked at its shard after the last happening anywhere, found nothing and has nothing in hand.
 */
export class Readers {
  /** How much has happened: a reader came or went, records were read, a batch was worked on. */
  moment = 1;
  /** How many sources have yet to find their shards. */
  starting: number;
  readonly #all = new Set<Reader>();
  /** How often the readers of a table were woken: a wake that comes while one looks counts for its next pause. */
  readonly #wakes = new Map<string, number>();
  /** The table of each reader that pauses. */
  readonly #sleeping = new Map<(woken: boolean) => void, string>();

  constructor(sources: number) {
    this.starting = sources;
  }

  /** Knows a reader until the returned function is called. */
  add(reader: Reader): () => void {
    this.moment += 1;
    this.#all.add(reader);
    return () => {
      this.moment += 1;
      this.#all.delete(reader);
    };
  }

  /** Returns how often the readers of a table were woken. */
  wakesOf(table: string): number {
    return this.#wakes.get(table) ?? 0;
  }

  /** Wakes every reader of these tables. */
  readonly wake = (tables: readonly string[]): void => {
    for (const table of tables) this.#wakes.set(table, this.wakesOf(table) + 1);
    for (const [end, table] of this.#sleeping) if (tables.includes(table)) end(true);
  };

  /**
   * Pauses a reader of a table for a time, or until it is woken or the signal aborts; returns whether it was woken since it had seen
   * so many wakes.
   */
  async pause(table: string, milliseconds: number, signal: AbortSignal, seen = this.wakesOf(table)): Promise<boolean> {
    if (seen !== this.wakesOf(table)) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const end = (): void => resolve(false);
    this.#sleeping.set(resolve, table);
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    const woken = await promise;
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    this.#sleeping.delete(resolve);
    return woken;
  }

  /** Resolves once all is quiet after this call: true; false when the signal aborts before. */
  async idle(signal: AbortSignal): Promise<boolean> {
    this.moment += 1;
    while (this.starting > 0 || [...this.#all].some((reader) => reader.busy() || reader.quietSince < this.moment)) {
      if (signal.aborted) return false;
      this.wake([...this.#sleeping.values()]);
      await sleep(lookEveryMs);
    }
    return true;
  }
}
