import {
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ResourceNotFoundException,
  TrimmedDataAccessException,
  type DynamoDBStreamsClient,
} from '@aws-sdk/client-dynamodb-streams';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Readers } from './readers.ts';
import { type StreamRecord, toStreamRecord } from './record.ts';

/** Which shard is read, from where on, and who takes what is found. */
export type Reading = {
  client: DynamoDBStreamsClient;
  streamArn: string;
  shardId: string;
  region: string;
  /** The sequence number to go on after; none means the oldest record there is. */
  after: string | undefined;
  /** The longest pause between two looks, in milliseconds. */
  quietMs: number;
  readers: Pick<Readers, 'moment' | 'pause'>;
  signal: AbortSignal;
  /** Takes what one look found, which may be nothing, and the moment before it; resolves when more may be read. */
  onRecords: (records: StreamRecord[], momentBefore: number) => Promise<void>;
  log: (line: string) => void;
};

/** The first pause of a reader that found nothing; it doubles until something happens. */
const firstQuietMs = 20;

/** Reads a shard in order until its end (true) or until the signal aborts (false); goes on after every failure of the endpoint. */
export const readShard = async (reading: Reading): Promise<boolean> => {
  const { client, readers, signal, quietMs } = reading;
  let after = reading.after;
  let iterator: string | undefined;
  let failures = 0;
  let quiet = firstQuietMs;
  const look = async () => {
    iterator ??= await openIterator(reading, after);
    return client.send(new GetRecordsCommand({ ShardIterator: iterator }), { abortSignal: signal });
  };
  const pauseAfter = async (error: unknown): Promise<void> => {
    iterator = undefined;
    const trimmed = error instanceof TrimmedDataAccessException;
    if (trimmed) after = undefined;
    // Iterators live 15 minutes and records 24 hours, so both come up in a machine that slept.
    const routine = trimmed || error instanceof ExpiredIteratorException;
    if (!routine) reading.log(`Shard ${reading.shardId} cannot be read for now: ${(error as Error).name}.`);
    failures += 1;
    await sleep(Math.min(5000, 100 * 2 ** failures), undefined, { signal }).catch(() => undefined);
  };
  while (!signal.aborted) {
    const moment = readers.moment;
    const page = await look().catch((error: unknown) => ({ error }));
    if (signal.aborted) return false;
    if ('error' in page) {
      if (page.error instanceof ResourceNotFoundException) return true;
      await pauseAfter(page.error);
      continue;
    }
    const records = (page.Records ?? []).map((each) => toStreamRecord(each, reading.streamArn, reading.region));
    await reading.onRecords(records, moment);
    after = records.at(-1)?.dynamodb.SequenceNumber ?? after;
    iterator = page.NextShardIterator;
    failures = 0;
    if (iterator === undefined) return true;
    const again = records.length > 0 || (await readers.pause(Math.min(quiet, quietMs), signal));
    quiet = again ? firstQuietMs : quiet * 2;
  }
  return false;
};

const openIterator = async ({ client, streamArn, shardId }: Reading, after: string | undefined) => {
  const from =
    after === undefined
      ? ({ ShardIteratorType: 'TRIM_HORIZON' } as const)
      : ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after } as const);
  const command = new GetShardIteratorCommand({ StreamArn: streamArn, ShardId: shardId, ...from });
  return (await client.send(command)).ShardIterator;
};
