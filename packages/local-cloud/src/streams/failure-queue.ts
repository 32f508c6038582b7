import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamRecord } from './context.ts';

/** Where records were and how the function failed on them; `at` is the time in milliseconds. */
export type GivenUp = {
  records: readonly StreamRecord[];
  functionId: string;
  shardId: string;
  invocations: number;
  threw: boolean;
  requestId: string;
  at: number;
};

/**
 * Appends the message that Lambda sends to an on-failure destination to `dir/failures/<queue>.jsonl`, the queue named by its ARN: which
 * records of which shard were given up, never what is in them.
 */
export const sendToQueue = (dir: string, queue: string, failure: GivenUp): void => {
  const folder = join(dir, 'failures');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${queue.split(':').at(-1)}.jsonl`);
  appendFileSync(file, `${JSON.stringify(messageOf(failure))}\n`, { mode: 0o600 });
};

/** Source: Lambda's developer guide, "Configuring destinations for discarded batches", DynamoDB streams. */
const messageOf = ({ records, functionId, shardId, invocations, threw, requestId, at }: GivenUp): object => {
  const [first, last] = [records[0], records.at(-1)];
  const arrival = (record: StreamRecord | undefined): string =>
    new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
  return {
    requestContext: {
      requestId,
      functionArn: `arn:aws:lambda:${first?.awsRegion}:000000000000:function:${functionId}`,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: invocations,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', ...(threw && { functionError: 'Unhandled' }) },
    version: '1.0',
    timestamp: new Date(at).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: last?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: records.length,
      streamArn: first?.eventSourceARN,
    },
  };
};
