import { DescribeStreamCommand, type Shard } from '@aws-sdk/client-dynamodb-streams';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkpointId, workShard, type SourceContext } from './shard-worker.ts';

/** A shard closes after hours and its end is noticed by reading it, so a slow look at the list is enough. */
const listEveryMs = 30_000;

/** Works all shards of a source's stream, parents before their children, until the signal aborts and every worker is done. */
export const workSource = async (context: SourceContext): Promise<void> => {
  const { signal, readers, checkpoints, log } = context;
  const isFinished = (shardId: string): boolean => checkpoints.get(checkpointId(context, shardId))?.finished === true;
  const working = new Map<string, Promise<void>>();
  let listed = false;
  while (!signal.aborted) {
    try {
      for (const shardId of readyShards(await listShards(context), isFinished)) {
        if (working.has(shardId)) continue;
        const work = workShard(context, shardId).finally(() => working.delete(shardId));
        working.set(shardId, work);
      }
      if (!listed) readers.starting -= 1;
      listed = true;
    } catch (error) {
      if (!signal.aborted) log(`Stream source ${context.source.id}: no list of shards: ${(error as Error).name}.`);
    }
    await firstEnd(working, listed ? listEveryMs : 1000, signal);
  }
  await Promise.all(working.values());
};

/**
 * Returns the shards whose turn it is: not finished, and with no unfinished parent, so that changes of one item keep their order over
 * a split. A parent that the stream no longer lists is gone with its records and holds nobody up.
 */
export const readyShards = (
  shards: readonly Pick<Shard, 'ShardId' | 'ParentShardId'>[],
  isFinished: (shardId: string) => boolean,
): string[] => {
  const unfinished = shards.flatMap(({ ShardId }) => (ShardId === undefined || isFinished(ShardId) ? [] : ShardId));
  const parents = new Map(shards.map(({ ShardId, ParentShardId }) => [ShardId, ParentShardId]));
  return unfinished.filter((shardId) => !unfinished.includes(parents.get(shardId) ?? ''));
};

const firstEnd = async (working: Map<string, Promise<void>>, atMostMs: number, signal: AbortSignal): Promise<void> => {
  const stop = new AbortController();
  const time = sleep(atMostMs, undefined, { signal: AbortSignal.any([signal, stop.signal]), ref: false });
  await Promise.race([time.catch(() => undefined), ...working.values()]);
  stop.abort();
};

const listShards = async ({ client, streamArn, signal }: SourceContext): Promise<Shard[]> => {
  const shards: Shard[] = [];
  let from: string | undefined;
  do {
    const command = new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: from });
    const { StreamDescription } = await client.send(command, { abortSignal: signal });
    shards.push(...(StreamDescription?.Shards ?? []));
    from = StreamDescription?.LastEvaluatedShardId;
  } while (from !== undefined);
  return shards;
};
