import { createHash, randomUUID } from 'node:crypto';
import { checkpointId, type SourceContext, type StreamRecord } from './context.ts';
import { deliver } from './delivery.ts';
import { sendToQueue } from './failure-queue.ts';
import { readShard } from './shard-reader.ts';

/**
 * How far a shard is done: up to the longest run of records, in reading order, that are all done. Records done beyond it are delivered
 * again after a restart.
 */
export class Progress {
  /** The sequence number up to which everything is done. */
  position: string | undefined;
  /** Whether each record from there on is done, in reading order. */
  readonly #beyond = new Map<string, boolean>();

  constructor(position: string | undefined) {
    this.position = position;
  }

  /** Returns whether a record is read and not done. */
  pending(): boolean {
    return this.#beyond.size > 0;
  }

  /** Notes a record as read, or as done. */
  note(sequenceNumber: string, done: boolean): void {
    this.#beyond.set(sequenceNumber, done);
    for (const [number, isDone] of this.#beyond) {
      if (!isDone) return;
      this.position = number;
      this.#beyond.delete(number);
    }
  }
}

/**
 * Works one shard for one source, from its checkpoint to the shard's end, and keeps the checkpoint after every batch. Resolves when the
 * shard is finished, or when the signal has aborted and the running invocations are over.
 */
export const workShard = async (context: SourceContext, shardId: string): Promise<void> => {
  const { source, checkpoints, readers } = context;
  const id = checkpointId(context, shardId);
  const progress = new Progress(checkpoints.get(id)?.position);
  const reader = { busy: () => progress.pending(), quietSince: 0 };
  const leave = readers.add(reader);
  const save = (finished = false): void => {
    const { position } = progress;
    const saved = checkpoints.get(id);
    if (saved?.position === position && (saved?.finished ?? false) === finished) return;
    checkpoints.put({ id, finished, ...(position !== undefined && { position }) });
  };
  const queues = Array.from({ length: source.parallel }, () =>
    queueOf(context, async (records) => {
      await deliver(records, context, {
        onDone: (done) => {
          for (const { dynamodb } of done) progress.note(dynamodb.SequenceNumber, true);
          save();
        },
        onGivenUp: (givenUp, how) => {
          const at = { functionId: source.functionId, shardId, requestId: randomUUID(), at: Date.now() };
          if (source.onFailureQueue === undefined) return;
          sendToQueue(context.dir, source.onFailureQueue, { records: givenUp, ...at, ...how });
        },
      });
      readers.moment += 1;
    }),
  );
  const onRecords = async (records: StreamRecord[], moment: number): Promise<void> => {
    if (records.length === 0 && !progress.pending()) reader.quietSince = moment;
    if (records.length === 0) return;
    readers.moment += 1;
    for (const record of records) {
      const wanted = context.passes(record);
      progress.note(record.dynamodb.SequenceNumber, !wanted);
      if (wanted) queues[spreadOf(record) % queues.length]?.waiting.push(record);
    }
    save();
    // What is read ahead of the function is bounded: at least one queue has to be empty again.
    await Promise.race(queues.map((queue) => queue.work()));
  };
  const ended = await readShard(context, { shardId, after: progress.position, onRecords });
  await Promise.all(queues.map((queue) => queue.work()));
  if (ended && !progress.pending()) save(true);
  leave();
};

/** Records that wait for their turn; `work` delivers them, a batch at a time, until none waits or the signal aborts. */
const queueOf = (
  { source, signal }: Pick<SourceContext, 'source' | 'signal'>,
  deliverBatch: (records: StreamRecord[]) => Promise<void>,
) => {
  const waiting: StreamRecord[] = [];
  let working: Promise<void> | undefined;
  const drain = async (): Promise<void> => {
    while (waiting.length > 0 && !signal.aborted) await deliverBatch(waiting.splice(0, source.batchSize));
    working = undefined;
  };
  // Draining nothing would end before it is kept, and what is kept would never be begun again.
  const work = (): Promise<void> => (waiting.length === 0 ? (working ?? Promise.resolve()) : (working ??= drain()));
  return { waiting, work };
};

/** As with Lambda's parallelization, changes of one item keep their order and others may overtake each other. */
const spreadOf = (record: StreamRecord): number => {
  const key = Object.entries(record.dynamodb.Keys).sort(([a], [b]) => (a < b ? -1 : 1));
  // CRC32 is linear and would send similar keys to one queue.
  return createHash('sha256').update(JSON.stringify(key)).digest().readUInt32BE();
};
