import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamRecord } from './record.ts';

/** Where the records were and how the function failed on them; `at` is the time in milliseconds. */
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
 * The message that Lambda sends to an on-failure destination: which records of which shard were given up, never what is in them.
 * Source: Lambda's developer guide, "Configuring destinations for discarded batches", DynamoDB streams.
 */
export const failureMessage = (failure: GivenUp): object => {
  const [first, last] = [failure.records[0], failure.records.at(-1)];
  const arrival = (record: StreamRecord | undefined): string =>
    new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
  return {
    requestContext: {
      requestId: failure.requestId,
      functionArn: `arn:aws:lambda:${first?.awsRegion}:000000000000:function:${failure.functionId}`,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: failure.invocations,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      ...(failure.threw && { functionError: 'Unhandled' }),
    },
    version: '1.0',
    timestamp: new Date(failure.at).toISOString(),
    DDBStreamBatchInfo: {
      shardId: failure.shardId,
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: last?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: failure.records.length,
      streamArn: first?.eventSourceARN,
    },
  };
};

/** Appends a message to `dir/failures/<queue>.jsonl`; of a queue given as an ARN or URL the last part is its name. */
export const sendToQueue = (dir: string, queue: string, message: object): void => {
  const name = (queue.split(/[:/]/).at(-1) ?? queue).replaceAll(/[^\w.-]/g, '_');
  const folder = join(dir, 'failures');
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `${name}.jsonl`), `${JSON.stringify(message)}\n`, { mode: 0o600 });
};
