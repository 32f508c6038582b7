import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Invoke, StreamSource } from '../template/cloud.ts';
import type { Backoff } from './delivery.ts';
import type { Stillness } from './stillness.ts';

/** Where a source stands in a shard; `finished` once the shard is closed and everything in it is done. */
export type Checkpoint = { id: string; position?: string; finished: boolean };

/** The part of a Journal that checkpoints need. */
export type Checkpoints = { get(id: string): Checkpoint | undefined; put(checkpoint: Checkpoint): void };

/** What the workers of one source share. */
export type SourceContext = {
  client: DynamoDBStreamsClient;
  source: StreamSource;
  streamArn: string;
  region: string;
  passes: (record: unknown) => boolean;
  invoke: Invoke;
  checkpoints: Checkpoints;
  /** Where the on-failure queues are kept. */
  dir: string;
  backoff: Backoff;
  quietMs: number;
  stillness: Stillness;
  signal: AbortSignal;
  /** Milliseconds since the epoch. */
  now: () => number;
  newId: () => string;
  log: (line: string) => void;
};

/** The id of a source's checkpoint in a shard; a stream made anew has another ARN and is read from its beginning. */
export const checkpointId = (context: { source: StreamSource; streamArn: string }, shardId: string): string => {
  return `${context.source.id} ${context.streamArn} ${shardId}`;
};
