import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { databaseAt } from '../dynamodb/call.ts';
import { describeTable } from '../dynamodb/create-tables.ts';
import type { Part } from '../parts.ts';
import { Journal } from '../stand-in/journal.ts';
import { StartError } from '../stand-in/start-error.ts';
import type { StreamSource } from '../template/cloud.ts';
import type { Checkpoint, SourceContext } from './context.ts';
import { compileFilters } from './filter.ts';
import { Readers } from './readers.ts';
import { workSource } from './source.ts';

export type StreamsSettings = Pick<SourceContext, 'dir' | 'invoke' | 'log'> &
  Partial<Pick<SourceContext, 'backoff' | 'quietMs'>> & {
    /** The address of DynamoDB and its streams. */
    endpoint: string;
    sources: readonly StreamSource[];
    /** The name of a table by its id in the template. */
    tableName: (tableId: string) => string;
  };

/** Running deliveries; `close` stops reading, waits for running invocations and keeps what they did. */
export type Streams = Part & {
  close: () => Promise<void>;
  /** Lets the readers of these tables look at once: something may have been written. */
  wake: (tables: readonly string[]) => void;
  /** Resolves once no stream has anything left to deliver and nothing is being delivered; false when the signal aborts before. */
  idle: (signal?: AbortSignal) => Promise<boolean>;
};

/**
 * Delivers table changes to functions as Lambda's event source mappings do: at least once, in order per item, from the
 * checkpoints of an earlier run. Throws a StartError for a source that it cannot serve.
 */
export const startStreams = async (settings: StreamsSettings): Promise<Streams> => {
  const { endpoint, sources, dir, invoke, log } = settings;
  const { backoff = { firstMs: 200, longestMs: 5000 }, quietMs = 1000 } = settings;
  const filters = sources.map((source) => compileFilters(source.filters, source.id));
  const arns = await Promise.all(sources.map((source) => streamArn(settings, source)));
  const checkpoints = Journal.open<Checkpoint>(join(dir, 'checkpoints.jsonl'));
  const closing = new AbortController();
  const { signal } = closing;
  setMaxListeners(0, signal);
  const readers = new Readers(sources.length);
  const call = databaseAt(endpoint, 'streams');
  const shared = { call, invoke, checkpoints, dir, backoff, quietMs, readers, signal, log };
  const working = sources.map((source, index) =>
    workSource({
      ...{ ...shared, source, streamArn: arns[index] ?? '', table: settings.tableName(source.tableId) },
      passes: filters[index] ?? (() => true),
    }),
  );
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
      checkpoints.close();
    },
  };
};

const streamArn = async ({ endpoint, tableName }: StreamsSettings, source: StreamSource): Promise<string> => {
  const table = await describeTable(databaseAt(endpoint), tableName(source.tableId));
  if (table?.StreamSpecification?.StreamEnabled && table.LatestStreamArn !== undefined) return table.LatestStreamArn;
  throw new StartError(`Stream source ${source.id} reads table ${tableName(source.tableId)}, which has no stream.`);
};
