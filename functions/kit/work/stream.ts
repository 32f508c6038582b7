import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { lambda } from './lambda.ts';
import { errorFields } from '../log.ts';
import type { Ports } from '../ports.ts';

/** What a stream worker does with the new image of one item; a throw means: try this one again. */
export type RecordHandler<P> = (item: Record<string, unknown>, ports: P) => Promise<void>;

const handled = async <P extends Ports>(
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
    // An empty number means the whole batch: rather all of it again than one record lost.
    return record.dynamodb?.SequenceNumber ?? '';
  }
};

/**
 * Returns the Lambda handler of a stream worker. Records of a batch run side by side (they are about different items
 * or are safe to repeat); those that failed are reported, and Lambda delivers from the first of them again.
 */
export const work = <P extends Ports>(worker: string, handle: RecordHandler<P>, ports: P) =>
  lambda<DynamoDBStreamEvent, DynamoDBBatchResponse>().handler(async ({ Records }) => {
    const failures = await Promise.all(Records.map((record) => handled(worker, handle, record, ports)));
    return {
      batchItemFailures: failures.filter((id) => id !== undefined).map((itemIdentifier) => ({ itemIdentifier })),
    };
  });
