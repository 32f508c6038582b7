import type { DatabaseCall } from '../dynamodb/call.ts';
import type { Invoke, StreamSource } from '../template/cloud.ts';
import type { Readers } from './readers.ts';

/** Where a source is in a shard; `finished` once the shard is closed and everything in it is done. */
export type Checkpoint = { id: string; position?: string; finished: boolean };

/** What the work on one source shares. */
export type SourceContext = {
  /** Calls DynamoDB's streams. */
  call: DatabaseCall;
  source: StreamSource;
  streamArn: string;
  /** The name of the table that the stream is of. */
  table: string;
  passes: (record: unknown) => boolean;
  invoke: Invoke;
  checkpoints: { get: (id: string) => Checkpoint | undefined; put: (checkpoint: Checkpoint) => void };
  /** Where the on-failure queues are kept. */
  dir: string;
  /** The pause after the first failure and the longest one, in milliseconds; it doubles in between. */
  backoff: { firstMs: number; longestMs: number };
  /** The longest pause between two looks at a quiet shard, in milliseconds. */
  quietMs: number;
  readers: Readers;
  signal: AbortSignal;
  log: (line: string) => void;
};

/** A stream record as Lambda hands it to a function, as far as it is looked at here; times are epoch seconds. */
export type StreamRecord = {
  awsRegion: string;
  eventSourceARN: string;
  dynamodb: {
    ApproximateCreationDateTime: number;
    Keys: Record<string, Record<string, unknown>>;
    SequenceNumber: string;
  };
};

/** Returns the id of a source's checkpoint in a shard; a stream made anew has another ARN and is read from its beginning. */
export const checkpointId = ({ source, streamArn }: Pick<SourceContext, 'source' | 'streamArn'>, shardId: string) =>
  `${source.id} ${streamArn} ${shardId}`;
