import { setTimeout as sleep } from 'node:timers/promises';
import { checkpointId, type SourceContext } from './context.ts';
import { workShard } from './shard-worker.ts';

/** A shard, and the one that it was split from. */
type Shard = { ShardId: string; ParentShardId?: string };
type Listed = { StreamDescription: { Shards?: Shard[]; LastEvaluatedShardId?: string } };

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
export const readyShards = (shards: readonly Shard[], isFinished: (shardId: string) => boolean): string[] => {
  const unfinished = new Set(shards.map(({ ShardId }) => ShardId).filter((shardId) => !isFinished(shardId)));
  const waits = ({ ParentShardId }: Shard): boolean => ParentShardId !== undefined && unfinished.has(ParentShardId);
  return shards.filter((shard) => unfinished.has(shard.ShardId) && !waits(shard)).map(({ ShardId }) => ShardId);
};

const firstEnd = async (working: Map<string, Promise<void>>, atMostMs: number, signal: AbortSignal): Promise<void> => {
  const stop = new AbortController();
  const time = sleep(atMostMs, undefined, { signal: AbortSignal.any([signal, stop.signal]), ref: false });
  await Promise.race([time.catch(() => undefined), ...working.values()]);
  stop.abort();
};

const listShards = async ({ call, streamArn, signal }: SourceContext): Promise<Shard[]> => {
  const shards: Shard[] = [];
  let ExclusiveStartShardId: string | undefined;
  do {
    const page = { StreamArn: streamArn, ExclusiveStartShardId };
    const { StreamDescription } = await call<Listed>('DescribeStream', page, signal);
    shards.push(...(StreamDescription.Shards ?? []));
    ExclusiveStartShardId = StreamDescription.LastEvaluatedShardId;
  } while (ExclusiveStartShardId !== undefined);
  return shards;
};
