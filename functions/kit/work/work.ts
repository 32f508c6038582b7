import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { lambda } from './lambda.ts';
import { errorFields } from '../log.ts';
import type { Ports } from '../ports.ts';
import type { Counts } from './sweep.ts';

/** What a stream worker does with the new image of one item; a throw means: try this one again. */
export type RecordHandler<P> = (item: Record<string, unknown>, ports: P) => Promise<void>;

const one = async <P extends Ports>(
  worker: string,
  handle: RecordHandler<P>,
  record: DynamoDBRecord,
  ports: P,
): Promise<string | undefined> => {
  try {
    const image = record.dynamodb?.NewImage;
    if (image) await handle(unmarshall(image as Record<string, AttributeValue>), ports);
    return undefined;
  } catch (error) {
    ports.log.warn('record failed', { worker, ...errorFields(error) });
    // An empty number stands for the whole batch: rather all of it again than one record lost.
    return record.dynamodb?.SequenceNumber ?? '';
  }
};

/**
 * The Lambda handler of a stream worker. Records of a batch run side by side (they are about different items or are
 * safe to repeat); those that failed are reported, and Lambda delivers from the first of them again.
 */
export const work = <P extends Ports>(worker: string, handle: RecordHandler<P>, ports: P) =>
  lambda<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(async ({ Records }) => {
    const failures = await Promise.all(Records.map((record) => one(worker, handle, record, ports)));
    return {
      batchItemFailures: failures.filter((id) => id !== undefined).map((itemIdentifier) => ({ itemIdentifier })),
    };
  });

/** A sweep could not do some of its work; it has pushed that back, and a later one comes back to it. */
class LeftUndone extends Error {
  override name = 'LeftUndone';
}

/**
 * The Lambda handler of a scheduled worker. What came of its work is logged by outcome and returned; a throw, and any
 * count under `failed`, makes the run itself fail, so that it is counted and alarmed when it goes on.
 */
export const onSchedule = <P extends Ports>(worker: string, run: (ports: P) => Promise<Counts>, ports: P) =>
  lambda<unknown, Counts>().handler(async () => {
    try {
      const counts = await run(ports);
      for (const [outcome, count] of Object.entries(counts)) ports.log.info('swept', { worker, outcome, count });
      if (counts['failed']) throw new LeftUndone();
      return counts;
    } catch (error) {
      ports.log.error('sweep failed', { worker, ...errorFields(error) });
      throw error;
    }
  });
