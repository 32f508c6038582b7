import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { Journal } from '../stand-in/journal.ts';
import { StartError, type Part } from '../stand-in/index.ts';
import type { Invoke, StreamSource } from '../template/cloud.ts';
import type { Backoff } from './delivery.ts';
import { compileFilters } from './filter.ts';
import type { Checkpoint } from './source-context.ts';
import { pollSource } from './source-poller.ts';
import { Stillness } from './stillness.ts';

const localAccess = { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** A call without an answer is made again: one that waited for ever would end the deliveries of its shard. */
const patience = { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true };

export type StreamsSettings = {
  /** Where DynamoDB and its streams answer. */
  endpoint: string;
  sources: readonly StreamSource[];
  /** The name of a table by its id in the template. */
  tableName: (tableId: string) => string;
  invoke: Invoke;
  /** Keeps `checkpoints.jsonl` and `failures/<queue>.jsonl`. */
  dir: string;
  log: (line: string) => void;
  region?: string;
  backoff?: Backoff;
  /** The longest pause between two looks at a quiet shard, in milliseconds. */
  quietMs?: number;
};

/** Running deliveries; `close` stops reading, waits for running invocations and keeps what they did. */
export type Streams = Part & {
  close: () => Promise<void>;
  /** Lets every reader look at once: something may have been written. */
  wake: () => void;
  /** Resolves once no stream has anything left to deliver and nothing is being delivered. */
  idle: () => Promise<void>;
};

/**
 * Delivers table changes to functions as Lambda's event source mappings do: at least once, in order per item, from the
 * checkpoints of an earlier run. Throws a StartError for a source that it cannot serve.
 */
export const startStreams = async (settings: StreamsSettings): Promise<Streams> => {
  const { endpoint, sources, region = 'us-east-1' } = settings;
  const passes = new Map(sources.map((source) => [source, compileFilters(source.filters, source.id)]));
  const arns = await streamArns(settings, region);
  const client = new DynamoDBStreamsClient({ endpoint, region, ...localAccess, requestHandler: patience });
  const checkpoints = Journal.open<Checkpoint>(join(settings.dir, 'checkpoints.jsonl'));
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const stillness = new Stillness(sources.length);
  const pollers = sources.map((source) =>
    pollSource({
      ...{ client, source, region, checkpoints, stillness, signal: closing.signal },
      ...{ invoke: settings.invoke, dir: settings.dir, log: settings.log },
      streamArn: arns.get(source) ?? '',
      passes: passes.get(source) ?? (() => true),
      backoff: settings.backoff ?? { firstMs: 200, longestMs: 5000 },
      quietMs: settings.quietMs ?? 1000,
      now: Date.now,
      newId: randomUUID,
    }),
  );
  return {
    name: 'streams',
    // What running invocations leave undone is done after the next start.
    graceMs: 2000,
    wake: stillness.wake,
    idle: () => stillness.reached(closing.signal),
    close: async () => {
      if (closing.signal.aborted) return;
      closing.abort();
      await Promise.all(pollers);
      client.destroy();
      checkpoints.close();
    },
  };
};

const streamArns = async (settings: StreamsSettings, region: string): Promise<Map<StreamSource, string>> => {
  const client = new DynamoDBClient({ endpoint: settings.endpoint, region, ...localAccess });
  const arns = new Map<StreamSource, string>();
  for (const source of settings.sources) {
    const TableName = settings.tableName(source.tableId);
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const arn = Table?.StreamSpecification?.StreamEnabled ? Table.LatestStreamArn : undefined;
    if (arn === undefined)
      throw new StartError(`Stream source ${source.id} reads table ${TableName}, which has no stream.`);
    arns.set(source, arn);
  }
  client.destroy();
  return arns;
};
