import { createHash } from 'node:crypto';
import type { StreamSource } from '../template/cloud.ts';
import { deliver } from './delivery.ts';
import { failureMessage, sendToQueue } from './failure-queue.ts';
import { Lane } from './lane.ts';
import { Progress } from './progress.ts';
import type { StreamRecord } from './record.ts';
import { checkpointId, type SourceContext } from './source-context.ts';
import { readShard } from './shard-reader.ts';

/** Bounds what is read ahead of the function, per lane, in batches. */
const batchesAhead = 4;

/** Works one shard for one source, from its checkpoint to the shard's end, and keeps the checkpoint after every batch. */
export class ShardWorker {
  readonly #context: SourceContext;
  readonly #shardId: string;
  readonly #id: string;
  readonly #progress: Progress;
  readonly #lanes: Lane[];
  #wake: () => void = () => undefined;
  /** The last moment at which a look at the shard found nothing while nothing was in hand. */
  quietSince = 0;

  constructor(context: SourceContext, shardId: string) {
    this.#context = context;
    this.#shardId = shardId;
    this.#id = checkpointId(context, shardId);
    this.#progress = new Progress(context.checkpoints.get(this.#id)?.position);
    this.#lanes = Array.from({ length: Math.max(1, context.source.parallel) }, () => this.#lane(context.source));
  }

  /** Records that are read and not done. */
  get pending(): number {
    return this.#progress.pending;
  }

  /** Resolves when the shard is finished, or when the signal has aborted and the running invocations are over. */
  async run(): Promise<void> {
    const { signal, stillness } = this.#context;
    stillness.add(this);
    const stop = new AbortController();
    const lanes = Promise.all(this.#lanes.map((lane) => lane.run(AbortSignal.any([signal, stop.signal]))));
    const ended = await readShard({
      ...this.#context,
      shardId: this.#shardId,
      after: this.#progress.position,
      onRecords: (records, moment) => this.#take(records, moment),
      moment: () => stillness.moment,
      pause: (milliseconds, signal) => stillness.pause(milliseconds, signal),
    });
    if (ended) await this.#pendingAtMost(0);
    stop.abort();
    await lanes;
    if (ended && this.pending === 0) this.#save(true);
    stillness.remove(this);
  }

  async #take(records: StreamRecord[], moment: number): Promise<void> {
    const { source, passes, stillness } = this.#context;
    if (records.length === 0) {
      if (this.pending === 0) this.quietSince = moment;
      return;
    }
    stillness.happened();
    for (const record of records) {
      const wanted = passes(record);
      this.#progress.read(record.dynamodb.SequenceNumber, !wanted);
      if (wanted) this.#laneOf(record)?.push(record);
    }
    this.#save(false);
    await this.#pendingAtMost(batchesAhead * source.batchSize * source.parallel);
  }

  /** As with Lambda's parallelization, changes of one item keep their order and others may overtake each other. */
  #laneOf(record: StreamRecord): Lane | undefined {
    const key = Object.entries(record.dynamodb.Keys).sort(([a], [b]) => (a < b ? -1 : 1));
    // CRC32 is linear and would send similar keys down one lane.
    const spread = createHash('sha256').update(JSON.stringify(key)).digest().readUInt32BE();
    return this.#lanes[spread % this.#lanes.length];
  }

  #lane({ batchSize }: StreamSource): Lane {
    return new Lane({ batchSize, deliver: (records, signal) => this.#deliver(records, signal) });
  }

  async #deliver(records: StreamRecord[], signal: AbortSignal): Promise<void> {
    await deliver(records, {
      ...this.#context,
      signal,
      onDone: (done) => this.#settle(done),
      onGivenUp: (givenUp, how) => this.#report(givenUp, how),
    });
    this.#context.stillness.happened();
  }

  #settle(records: readonly StreamRecord[]): void {
    if (records.length === 0) return;
    for (const record of records) this.#progress.done(record.dynamodb.SequenceNumber);
    this.#save(false);
    this.#wake();
  }

  #report(records: readonly StreamRecord[], how: { invocations: number; threw: boolean }): void {
    const { source, dir, newId, now } = this.#context;
    if (source.onFailureQueue === undefined) return;
    const place = { functionId: source.functionId, shardId: this.#shardId, requestId: newId(), at: now() };
    sendToQueue(dir, source.onFailureQueue, failureMessage({ records, ...place, ...how }));
  }

  #save(finished: boolean): void {
    const { checkpoints } = this.#context;
    const position = this.#progress.position;
    const saved = checkpoints.get(this.#id);
    if (saved?.position === position && (saved?.finished ?? false) === finished) return;
    checkpoints.put({ id: this.#id, finished, ...(position !== undefined && { position }) });
  }

  async #pendingAtMost(limit: number): Promise<void> {
    const { signal } = this.#context;
    const stop = (): void => this.#wake();
    signal.addEventListener('abort', stop, { once: true });
    while (this.pending > limit && !signal.aborted) await new Promise<void>((resolve) => (this.#wake = resolve));
    signal.removeEventListener('abort', stop);
  }
}
