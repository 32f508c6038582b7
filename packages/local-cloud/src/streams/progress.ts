/**
 * Where a shard may be resumed when its records are worked on in several lanes at once: after the longest run of records, in
 * reading order, that are all done. Records done beyond it are delivered again after a restart.
 */
export class Progress {
  readonly #open = new Set<string>();
  readonly #read: string[] = [];
  #position: string | undefined;

  /** `position` is the sequence number up to which everything is done, none at the start of a shard. */
  constructor(position: string | undefined) {
    this.#position = position;
  }

  /** The sequence number up to which everything is done. */
  get position(): string | undefined {
    return this.#position;
  }

  /** How many records are read and not done. */
  get pending(): number {
    return this.#open.size;
  }

  /** Notes a record in reading order; one that the filter drops is `done` at once. */
  read(sequenceNumber: string, done: boolean): void {
    this.#read.push(sequenceNumber);
    if (!done) this.#open.add(sequenceNumber);
    this.#advance();
  }

  /** Notes that a record is done or given up. */
  done(sequenceNumber: string): void {
    this.#open.delete(sequenceNumber);
    this.#advance();
  }

  #advance(): void {
    const blocked = this.#read.findIndex((one) => this.#open.has(one));
    const count = blocked < 0 ? this.#read.length : blocked;
    const passed = this.#read.splice(0, count);
    this.#position = passed.at(-1) ?? this.#position;
  }
}
