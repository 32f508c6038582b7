import { setTimeout as sleep } from 'node:timers/promises';
import { isError } from '../dynamodb/call.ts';
import { region } from '../template/identity.ts';
import type { SourceContext, StreamRecord } from './context.ts';

/** Which shard is read, from where on, and who takes what is found. */
export type Reading = {
  shardId: string;
  /** The sequence number to go on after; none means the oldest record there is. */
  after: string | undefined;
  /** Takes what one look found, which may be nothing, and the moment before it; resolves when more may be read. */
  onRecords: (records: StreamRecord[], momentBefore: number) => Promise<void>;
};

type Page = { Records?: Pick<StreamRecord, 'dynamodb'>[]; NextShardIterator?: string };

/** The first pause of a reader that found nothing; each is four times the last until something happens. */
const firstQuietMs = 20;

/** Reads a shard in order until its end (true) or until the signal aborts (false); goes on after every failure of the endpoint. */
export const readShard = async (context: SourceContext, { shardId, after, onRecords }: Reading): Promise<boolean> => {
  const { call, readers, signal, streamArn, table, quietMs, log } = context;
  let position = after;
  let iterator: string | undefined;
  let failures = 0;
  let quiet = firstQuietMs;
  const look = async (): Promise<Page> => {
    const ofShard = { StreamArn: streamArn, ShardId: shardId, SequenceNumber: position };
    const ShardIteratorType = position === undefined ? 'TRIM_HORIZON' : 'AFTER_SEQUENCE_NUMBER';
    const opened = async () => call<{ ShardIterator: string }>('GetShardIterator', { ...ofShard, ShardIteratorType });
    iterator ??= (await opened()).ShardIterator;
    return call<Page>('GetRecords', { ShardIterator: iterator }, signal);
  };
  const pauseAfter = async (error: unknown): Promise<void> => {
    iterator = undefined;
    const trimmed = isError(error, 'TrimmedDataAccessException');
    if (trimmed) position = undefined;
    // Iterators live 15 minutes and records 24 hours, so both come up in a machine that slept.
    const routine = trimmed || isError(error, 'ExpiredIteratorException');
    if (!routine) log(`Shard ${shardId} cannot be read for now: ${(error as Error).name}.`);
    failures += 1;
    await sleep(Math.min(5000, 100 * 2 ** failures), undefined, { signal }).catch(() => undefined);
  };
  while (!signal.aborted) {
    const { moment } = readers;
    const wakes = readers.wakesOf(table);
    const page = await look().catch((error: unknown) => ({ error }));
    if (signal.aborted) return false;
    if ('error' in page) {
      if (isError(page.error, 'ResourceNotFoundException')) return true;
      await pauseAfter(page.error);
      continue;
    }
    const seen = { eventSource: 'aws:dynamodb', awsRegion: region, eventSourceARN: streamArn };
    const records = (page.Records ?? []).map((record) => ({ ...record, ...seen }));
    await onRecords(records, moment);
    position = records.at(-1)?.dynamodb.SequenceNumber ?? position;
    iterator = page.NextShardIterator;
    failures = 0;
    if (iterator === undefined) return true;
    const again = records.length > 0 || (await readers.pause(table, Math.min(quiet, quietMs), signal, wakes));
    quiet = again ? firstQuietMs : quiet * 4;
  }
  return false;
};
