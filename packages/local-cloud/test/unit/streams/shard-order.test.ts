import { readyShards } from '../../../src/streams/shard-order.ts';

const shards = [
  { ShardId: 'parent' },
  { ShardId: 'left', ParentShardId: 'parent' },
  { ShardId: 'right', ParentShardId: 'parent' },
  { ShardId: 'orphan', ParentShardId: 'trimmed' },
];

describe('the turn of shards', () => {
  it('comes to a child only when its parent is finished', () => {
    expect(readyShards(shards, new Set())).toEqual(['parent', 'orphan']);
    expect(readyShards(shards, new Set(['parent']))).toEqual(['left', 'right', 'orphan']);
  });

  it('does not come back to a finished shard', () => {
    expect(readyShards(shards, new Set(['parent', 'left', 'orphan']))).toEqual(['right']);
  });
});
