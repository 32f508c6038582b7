/** What is needed of a shard to know its turn. */
export type ShardLink = { ShardId?: string | undefined; ParentShardId?: string | undefined };

/**
 * The shards whose turn it is: not finished, and with no unfinished parent, so that changes of one item keep their order over
 * a split. A parent that the stream no longer lists was trimmed and holds nobody up.
 */
export const readyShards = (shards: readonly ShardLink[], finished: ReadonlySet<string>): string[] => {
  const listed = new Set(shards.map((shard) => shard.ShardId));
  const waits = (parent: string | undefined): boolean =>
    parent !== undefined && listed.has(parent) && !finished.has(parent);
  return shards.flatMap(({ ShardId, ParentShardId }) =>
    ShardId !== undefined && !finished.has(ShardId) && !waits(ParentShardId) ? [ShardId] : [],
  );
};
