/** Records that are to be delivered together, and how often this very batch has failed. */
export type Batch<R> = { records: R[]; failures: number };

/** How the function answered: which record, by index, is the lowest that it did not finish; none when all is done. */
export type Outcome = { failedFrom: number | undefined };

export type RetryRules = { bisect: boolean; retries: number };

/** What becomes of a batch: batches to deliver next, in order, or records given up after the last retry. */
export type Plan<R> = { done: R[]; next: Batch<R>[]; givenUp: R[] };

/**
 * What Lambda does with a batch once the function has answered. Records before the lowest failed one are done. The rest is split
 * where that is allowed, which does not count as a retry, and is otherwise delivered whole again until the retries (-1: no
 * limit) are used up; then it is given up, so that the shard can go on.
 */
export const planAfter = <R>(batch: Batch<R>, outcome: Outcome, rules: RetryRules): Plan<R> => {
  const from = outcome.failedFrom;
  if (from === undefined) return { done: batch.records, next: [], givenUp: [] };
  const done = batch.records.slice(0, from);
  const rest = batch.records.slice(from);
  if (rules.bisect && rest.length > 1) return { done, next: split(rest, from, batch.failures), givenUp: [] };
  const failures = from > 0 ? 1 : batch.failures + 1;
  if (rules.retries >= 0 && failures > rules.retries) return { done, next: [], givenUp: rest };
  return { done, next: [{ records: rest, failures }], givenUp: [] };
};

const split = <R>(rest: R[], from: number, failures: number): Batch<R>[] => {
  // A reported failure is itself the place to split at; only a batch that got nowhere is halved.
  if (from > 0) return [{ records: rest, failures: 0 }];
  const middle = Math.ceil(rest.length / 2);
  return [
    { records: rest.slice(0, middle), failures },
    { records: rest.slice(middle), failures },
  ];
};

/**
 * Reads a function's answer under ReportBatchItemFailures: the index of the lowest failed record. As with Lambda an empty
 * answer is a success, and an answer that is malformed or names an unknown record fails the whole batch.
 */
export const readOutcome = (answer: unknown, sequenceNumbers: readonly string[]): Outcome => {
  if (answer === null || answer === undefined) return { failedFrom: undefined };
  if (typeof answer !== 'object') return { failedFrom: 0 };
  const { batchItemFailures } = answer as { batchItemFailures?: unknown };
  if (batchItemFailures === null || batchItemFailures === undefined) return { failedFrom: undefined };
  if (!Array.isArray(batchItemFailures)) return { failedFrom: 0 };
  if (batchItemFailures.length === 0) return { failedFrom: undefined };
  const places = batchItemFailures.map((failure: unknown) => {
    const id = (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    return typeof id === 'string' ? sequenceNumbers.indexOf(id) : -1;
  });
  return { failedFrom: Math.max(0, Math.min(...places)) };
};
