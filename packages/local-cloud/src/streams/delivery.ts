import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamSource } from '../template/cloud.ts';
import type { SourceContext, StreamRecord } from './context.ts';

/** Records that are to be delivered together, and how often this very batch has failed. */
export type Batch<R> = { records: R[]; failures: number };

/** What becomes of a batch: batches to deliver next, in order, or records given up after the last retry. */
export type Plan<R> = { done: R[]; next: Batch<R>[]; givenUp: R[] };

/** Who hears of what became of records. */
export type Hearing = {
  /** Called for records that never need delivery again. */
  onDone: (records: readonly StreamRecord[]) => void;
  /** Called for records given up after the last retry; `onDone` follows. */
  onGivenUp: (records: readonly StreamRecord[], how: { invocations: number; threw: boolean }) => void;
};

/**
 * Brings records to the function until each is done or given up, in order, as the source's retries, bisecting and partial
 * failures have it. Returns early, with the rest undone, when the signal aborts; a running invocation is always awaited.
 */
export const deliver = async (records: StreamRecord[], context: SourceContext, hearing: Hearing): Promise<void> => {
  const { backoff, signal, source, log } = context;
  let waiting: Batch<StreamRecord>[] = [{ records, failures: 0 }];
  let failuresInRow = 0;
  for (let batch = waiting.shift(); batch !== undefined && !signal.aborted; batch = waiting.shift()) {
    const { failedFrom, threw } = await invokeOnce(batch.records, context);
    const { done, next, givenUp } = planAfter(batch, failedFrom, source);
    hearing.onDone(done);
    if (givenUp.length > 0) {
      const invocations = batch.failures + 1;
      log(`Stream source ${source.id}: ${givenUp.length} record(s) given up after ${invocations} invocation(s).`);
      hearing.onGivenUp(givenUp, { invocations, threw });
      hearing.onDone(givenUp);
    }
    waiting = [...next, ...waiting];
    failuresInRow = failedFrom === 0 ? failuresInRow + 1 : 0;
    const pause = Math.min(backoff.longestMs, backoff.firstMs * 2 ** Math.max(0, failuresInRow - 1));
    if (next.length > 0) await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
};

const invokeOnce = async (records: StreamRecord[], { source, invoke, log }: SourceContext) => {
  try {
    const result = await invoke(source.functionId, { Records: records });
    const numbers = records.map((record) => record.dynamodb.SequenceNumber);
    return { failedFrom: source.partialFailures ? lowestFailed(result, numbers) : undefined, threw: false };
  } catch (error) {
    // Only the kind of error: its message may quote the record.
    const kind = error instanceof Error ? error.name : 'an error';
    log(`Stream source ${source.id}: ${source.functionId} failed on ${records.length} record(s) with ${kind}.`);
    return { failedFrom: 0, threw: true };
  }
};

/**
 * Returns what Lambda does with a batch of which the records from an index on were not finished. Those before are done. The rest is
 * split where that is allowed, which does not count as a retry, and is otherwise delivered whole again until the retries (-1: no
 * limit) are used up; then it is given up, so that the shard can go on.
 */
export const planAfter = <R>(
  { records, failures: before }: Batch<R>,
  failedFrom: number | undefined,
  { bisect, retries }: Pick<StreamSource, 'bisect' | 'retries'>,
): Plan<R> => {
  if (failedFrom === undefined) return { done: records, next: [], givenUp: [] };
  const done = records.slice(0, failedFrom);
  const rest = records.slice(failedFrom);
  // A reported failure is itself the place to split at; only a batch that got nowhere is halved.
  if (bisect && rest.length > 1 && failedFrom > 0) return { done, next: [{ records: rest, failures: 0 }], givenUp: [] };
  if (bisect && rest.length > 1) {
    const middle = Math.ceil(rest.length / 2);
    const halves = [rest.slice(0, middle), rest.slice(middle)];
    return { done, next: halves.map((half) => ({ records: half, failures: before })), givenUp: [] };
  }
  const failures = failedFrom > 0 ? 1 : before + 1;
  if (retries >= 0 && failures > retries) return { done, next: [], givenUp: rest };
  return { done, next: [{ records: rest, failures }], givenUp: [] };
};

/**
 * Reads a function's result under ReportBatchItemFailures: the index of the lowest failed record, undefined when there is none. As
 * with Lambda an empty result is a success, and one that is malformed or names an unknown record fails the whole batch.
 */
export const lowestFailed = (result: unknown, sequenceNumbers: readonly string[]): number | undefined => {
  if (result === null || result === undefined) return undefined;
  if (typeof result !== 'object') return 0;
  const { batchItemFailures: failures } = result as { batchItemFailures?: unknown };
  if (failures === null || failures === undefined) return undefined;
  if (!Array.isArray(failures)) return 0;
  const places = failures.map((failure: { itemIdentifier?: unknown } | null) =>
    sequenceNumbers.indexOf(String(failure?.itemIdentifier)),
  );
  return places.length === 0 ? undefined : Math.max(0, Math.min(...places));
};
