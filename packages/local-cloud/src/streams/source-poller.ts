import { DescribeStreamCommand, type Shard } from '@aws-sdk/client-dynamodb-streams';
import { setTimeout as sleep } from 'node:timers/promises';
import { readyShards } from './shard-order.ts';
import { ShardWorker } from './shard-worker.ts';
import { checkpointId, type SourceContext } from './source-context.ts';

/** A shard closes after hours and its end is noticed by reading it, so a slow look at the list is enough. */
const listEveryMs = 30_000;

/** Works all shards of a source's stream, parents before their children, until the signal aborts and every worker is done. */
export const pollSource = async (context: SourceContext): Promise<void> => {
  const { signal, stillness, log } = context;
  const working = new Map<string, Promise<void>>();
  let listed = false;
  while (!signal.aborted) {
    try {
      const shards = await listShards(context);
      for (const shardId of readyShards(shards, finishedShards(shards, context)))
        startWorker(shardId, context, working);
      if (!listed) stillness.started();
      listed = true;
    } catch (error) {
      if (!signal.aborted) log(`Stream source ${context.source.id}: no list of shards: ${(error as Error).name}.`);
    }
    await oneEnds(working, listed ? listEveryMs : 1000, signal);
  }
  await Promise.all(working.values());
};

const startWorker = (shardId: string, context: SourceContext, working: Map<string, Promise<void>>): void => {
  if (working.has(shardId)) return;
  const worker = new ShardWorker(context, shardId);
  const end = worker.run().finally(() => working.delete(shardId));
  working.set(shardId, end);
};

const oneEnds = async (working: Map<string, Promise<void>>, atMostMs: number, signal: AbortSignal): Promise<void> => {
  const stop = new AbortController();
  const patience = sleep(atMostMs, undefined, { signal: AbortSignal.any([signal, stop.signal]), ref: false });
  await Promise.race([patience.catch(() => undefined), ...working.values()]);
  stop.abort();
};

const finishedShards = (shards: readonly Shard[], context: SourceContext): Set<string> => {
  const ids = shards.flatMap((shard) => shard.ShardId ?? []);
  return new Set(ids.filter((id) => context.checkpoints.get(checkpointId(context, id))?.finished));
};

const listShards = async ({ client, streamArn, signal }: SourceContext): Promise<Shard[]> => {
  const shards: Shard[] = [];
  let from: string | undefined;
  do {
    const command = new DescribeStreamCommand({ StreamArn: streamArn, ...(from && { ExclusiveStartShardId: from }) });
    const { StreamDescription } = await client.send(command, { abortSignal: signal });
    shards.push(...(StreamDescription?.Shards ?? []));
    from = StreamDescription?.LastEvaluatedShardId;
  } while (from !== undefined);
  return shards;
};
