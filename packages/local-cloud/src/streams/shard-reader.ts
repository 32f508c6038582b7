import {
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ResourceNotFoundException,
  TrimmedDataAccessException,
  type DynamoDBStreamsClient,
  type GetRecordsCommandOutput,
} from '@aws-sdk/client-dynamodb-streams';
import { setTimeout as sleep } from 'node:timers/promises';
import { type StreamRecord, toStreamRecord } from './record.ts';

export type ShardReaderSettings = {
  client: DynamoDBStreamsClient;
  streamArn: string;
  shardId: string;
  region: string;
  /** The sequence number to go on after; none means the oldest record there is. */
  after: string | undefined;
  quietMs: number;
  signal: AbortSignal;
  /** Takes what one look found, which may be nothing; resolves when more may be read. */
  onRecords: (records: StreamRecord[], momentBefore: number) => Promise<void>;
  moment: () => number;
  /** Waits for a time, or until something may have been written; returns whether that is so. */
  pause: (milliseconds: number, signal: AbortSignal) => Promise<boolean>;
  log: (line: string) => void;
};

/** The first pause of a reader that found nothing; it doubles until something happens. */
const firstQuietMs = 20;

/** Reads a shard in order until its end (true) or until the signal aborts (false); goes on after every failure of the endpoint. */
export const readShard = async (settings: ShardReaderSettings): Promise<boolean> => {
  const { signal, log, shardId, quietMs } = settings;
  let after = settings.after;
  let iterator: string | undefined;
  let failures = 0;
  let quiet = firstQuietMs;
  while (!signal.aborted) {
    try {
      iterator ??= await openIterator(settings, after);
      const moment = settings.moment();
      const page = await look(settings, iterator);
      const records = (page.Records ?? []).map((one) => toStreamRecord(one, settings.streamArn, settings.region));
      await settings.onRecords(records, moment);
      after = records.at(-1)?.dynamodb.SequenceNumber ?? after;
      iterator = page.NextShardIterator;
      failures = 0;
      if (iterator === undefined) return true;
      const woken = records.length === 0 && (await settings.pause(Math.min(quiet, quietMs), signal));
      quiet = woken || records.length > 0 ? firstQuietMs : quiet * 2;
    } catch (error) {
      if (signal.aborted) return false;
      if (error instanceof ResourceNotFoundException) return true;
      iterator = undefined;
      if (error instanceof TrimmedDataAccessException) after = undefined;
      if (!isRoutine(error)) log(`Shard ${shardId} cannot be read for now: ${(error as Error).name}.`);
      failures += 1;
      await sleep(Math.min(5000, 100 * 2 ** failures), undefined, { signal }).catch(() => undefined);
    }
  }
  return false;
};

/** Iterators live 15 minutes and records 24 hours, so both come up in a machine that slept. */
const isRoutine = (error: unknown): boolean => {
  return error instanceof ExpiredIteratorException || error instanceof TrimmedDataAccessException;
};

const openIterator = async (settings: ShardReaderSettings, after: string | undefined): Promise<string | undefined> => {
  const { client, streamArn: StreamArn, shardId: ShardId } = settings;
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({
      StreamArn,
      ShardId,
      ...(after === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }),
    }),
  );
  return ShardIterator;
};

const look = async (settings: ShardReaderSettings, iterator: string | undefined): Promise<GetRecordsCommandOutput> => {
  return settings.client.send(new GetRecordsCommand({ ShardIterator: iterator }), { abortSignal: settings.signal });
};
