import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import type { Part } from '../parts.ts';
import { Journal } from '../stand-in/journal.ts';
import { StartError } from '../stand-in/start-error.ts';
import type { Invoke, StreamSource } from '../template/cloud.ts';
import type { Backoff } from './delivery.ts';
import { compileFilters } from './filter.ts';
import { Readers } from './readers.ts';
import type { Checkpoint } from './shard-worker.ts';
import { workSource } from './source.ts';

const region = 'us-east-1';
const localAccess = { region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** A call that hangs is made again: one that waited for ever would end the deliveries of its shard. */
const timeouts = { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true };

export type StreamsSettings = {
  /** The address of DynamoDB and its streams. */
  endpoint: string;
  sources: readonly StreamSource[];
  /** The name of a table by its id in the template. */
  tableName: (tableId: string) => string;
  invoke: Invoke;
  /** Keeps `checkpoints.jsonl` and `failures/<queue>.jsonl`. */
  dir: string;
  log: (line: string) => void;
  backoff?: Backoff;
  /** The longest pause between two looks at a quiet shard, in milliseconds. */
  quietMs?: number;
};

/** Running deliveries; `close` stops reading, waits for running invocations and keeps what they did. */
export type Streams = Part & {
  close: () => Promise<void>;
  /** Lets every reader look at once: something may have been written. */
  wake: () => void;
  /** Resolves once no stream has anything left to deliver and nothing is being delivered; false when the signal aborts before. */
  idle: (signal?: AbortSignal) => Promise<boolean>;
};

/**
 * Delivers table changes to functions as Lambda's event source mappings do: at least once, in order per item, from the
 * checkpoints of an earlier run. Throws a StartError for a source that it cannot serve.
 */
export const startStreams = async (settings: StreamsSettings): Promise<Streams> => {
  const { endpoint, sources, invoke, dir, log, backoff = { firstMs: 200, longestMs: 5000 }, quietMs = 1000 } = settings;
  const filters = sources.map((source) => compileFilters(source.filters, source.id));
  const arns = await streamArns(settings);
  const client = new DynamoDBStreamsClient({ endpoint, ...localAccess, requestHandler: timeouts });
  const checkpoints = Journal.open<Checkpoint>(join(dir, 'checkpoints.jsonl'));
  const closing = new AbortController();
  const { signal } = closing;
  setMaxListeners(0, signal);
  const readers = new Readers(sources.length);
  const shared = { client, region, invoke, checkpoints, dir, backoff, quietMs, readers, signal, log };
  const working = sources.map((source, index) => {
    const [streamArn = '', passes = () => true] = [arns[index], filters[index]];
    return workSource({ ...shared, source, streamArn, passes, now: Date.now, newId: randomUUID });
  });
  return {
    name: 'streams',
    // What running invocations leave undone is done after the next start.
    graceMs: 2000,
    wake: readers.wake,
    idle: (until = signal) => readers.idle(AbortSignal.any([signal, until])),
    close: async () => {
      if (signal.aborted) return;
      closing.abort();
      await Promise.all(working);
      client.destroy();
      checkpoints.close();
    },
  };
};

const streamArns = async ({ endpoint, sources, tableName }: StreamsSettings): Promise<string[]> => {
  const client = new DynamoDBClient({ endpoint, ...localAccess });
  const arns: string[] = [];
  for (const source of sources) {
    const TableName = tableName(source.tableId);
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    if (!Table?.StreamSpecification?.StreamEnabled || Table.LatestStreamArn === undefined) {
      throw new StartError(`Stream source ${source.id} reads table ${TableName}, which has no stream.`);
    }
    arns.push(Table.LatestStreamArn);
  }
  client.destroy();
  return arns;
};
