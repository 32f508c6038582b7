import { readyShards } from '../../../src/streams/source.ts';

const shards = [
  { ShardId: 'parent' },
  { ShardId: 'left', ParentShardId: 'parent' },
  { ShardId: 'right', ParentShardId: 'parent' },
  { ShardId: 'orphan', ParentShardId: 'trimmed' },
];

describe('the turn of shards', () => {
  it('comes to a child only when its parent is finished', () => {
    expect(readyShards(shards, () => false)).toEqual(['parent', 'orphan']);
    expect(readyShards(shards, (id) => id === 'parent')).toEqual(['left', 'right', 'orphan']);
  });

  it('does not come back to a finished shard', () => {
    expect(readyShards(shards, (id) => id !== 'right')).toEqual(['right']);
  });
});
