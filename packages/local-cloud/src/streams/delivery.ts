import { setTimeout as sleep } from 'node:timers/promises';
import type { Invoke, StreamSource } from '../template/cloud.ts';
import { planAfter, readOutcome, type Batch, type Outcome } from './batch-plan.ts';
import type { StreamRecord } from './record.ts';

/** The pause after the first failure and the longest one, in milliseconds; it doubles in between. */
export type Backoff = { firstMs: number; longestMs: number };

export type Delivery = {
  source: StreamSource;
  invoke: Invoke;
  backoff: Backoff;
  signal: AbortSignal;
  /** Called for records that never need delivery again. */
  onDone: (records: readonly StreamRecord[]) => void;
  /** Called for records given up after the last retry; `onDone` follows. */
  onGivenUp: (records: readonly StreamRecord[], how: { invocations: number; threw: boolean }) => void;
  log: (line: string) => void;
};

type Answer = Outcome & { threw: boolean };

/**
 * Brings records to the function until each is done or given up, in order, as the source's retries, bisecting and partial
 * failures have it. Returns early, with the rest undone, when the signal aborts; a running invocation is always awaited.
 */
export const deliver = async (records: StreamRecord[], delivery: Delivery): Promise<void> => {
  let waiting: Batch<StreamRecord>[] = [{ records, failures: 0 }];
  let failuresInRow = 0;
  for (let batch = waiting.shift(); batch !== undefined && !delivery.signal.aborted; batch = waiting.shift()) {
    const answer = await invokeOnce(batch, delivery);
    const plan = planAfter(batch, answer, delivery.source);
    delivery.onDone(plan.done);
    if (plan.givenUp.length > 0) giveUp(plan.givenUp, batch.failures + 1, answer.threw, delivery);
    waiting = [...plan.next, ...waiting];
    failuresInRow = answer.failedFrom === 0 ? failuresInRow + 1 : 0;
    if (plan.next.length > 0) await pause(failuresInRow, delivery);
  }
};

const invokeOnce = async (batch: Batch<StreamRecord>, { source, invoke, log }: Delivery): Promise<Answer> => {
  try {
    const answer = await invoke(source.functionId, { Records: batch.records });
    if (!source.partialFailures) return { failedFrom: undefined, threw: false };
    const numbers = batch.records.map((record) => record.dynamodb.SequenceNumber);
    return { ...readOutcome(answer, numbers), threw: false };
  } catch (error) {
    // Only the kind of error: its message may quote the record.
    const kind = error instanceof Error ? error.name : 'an error';
    log(`Stream source ${source.id}: ${source.functionId} failed on ${batch.records.length} record(s) with ${kind}.`);
    return { failedFrom: 0, threw: true };
  }
};

const giveUp = (records: StreamRecord[], invocations: number, threw: boolean, delivery: Delivery): void => {
  const { source, log, onGivenUp, onDone } = delivery;
  log(`Stream source ${source.id}: ${records.length} record(s) given up after ${invocations} invocation(s).`);
  onGivenUp(records, { invocations, threw });
  onDone(records);
};

const pause = async (failuresInRow: number, { backoff, signal }: Delivery): Promise<void> => {
  const delay = Math.min(backoff.longestMs, backoff.firstMs * 2 ** Math.max(0, failuresInRow - 1));
  await sleep(delay, undefined, { signal }).catch(() => undefined);
};
