import { DatabaseError, type DatabaseCall } from '../../src/dynamodb/call.ts';

type Input = { ExclusiveStartShardId?: string; ShardId?: string; SequenceNumber?: string; ShardIterator?: string };

/** A shard of the fake: its sequence numbers, its parent, and whether its end can be reached. */
export type FakeShard = { id: string; parent?: string; numbers: string[]; open?: boolean };

/**
 * A stream with several shards, which DynamoDB Local only shows after hours: two shards a page, three records a look.
 * `faults` are thrown by name, one per call of that command.
 */
export class FakeStream {
  readonly shards: FakeShard[];
  readonly faults: { get?: Error[] } = {};
  looks = 0;

  constructor(shards: FakeShard[]) {
    this.shards = shards;
  }

  /** The fake in place of a connection. */
  readonly call: DatabaseCall = async <T extends object>(operation: string, input: object) =>
    this.#result(operation, input) as T;

  #result(operation: string, input: Input): object {
    if (operation === 'DescribeStream') return this.#describe(input.ExclusiveStartShardId);
    if (operation === 'GetShardIterator') return this.#open(input);
    if (operation === 'GetRecords') return this.#look(input.ShardIterator ?? '');
    throw new Error('The fake stream does not know this operation.');
  }

  #describe(after: string | undefined): object {
    const from = this.shards.findIndex((shard) => shard.id === after) + 1;
    const page = this.shards.slice(from, from + 2);
    const last = from + 2 < this.shards.length ? page.at(-1)?.id : undefined;
    const Shards = page.map(({ id, parent }) => ({ ShardId: id, ParentShardId: parent }));
    return { StreamDescription: { Shards, LastEvaluatedShardId: last } };
  }

  #open({ ShardId, SequenceNumber }: Input): object {
    const shard = this.shards.find((each) => each.id === ShardId);
    const from = SequenceNumber === undefined ? 0 : (shard?.numbers.indexOf(SequenceNumber) ?? -1) + 1;
    // A position that is no longer in the shard is refused as often as it is asked for.
    if (SequenceNumber !== undefined && from === 0) throw trimmed();
    return { ShardIterator: `${ShardId} ${from}` };
  }

  #look(iterator: string): object {
    this.looks += 1;
    const fault = this.faults.get?.shift();
    if (fault) throw fault;
    const [id, from] = iterator.split(' ');
    const shard = this.shards.find((each) => each.id === id);
    const start = Number(from);
    const page = shard?.numbers.slice(start, start + 3) ?? [];
    const ended = !shard?.open && start + page.length >= (shard?.numbers.length ?? 0);
    const Records = page.map((SequenceNumber) => ({
      dynamodb: { SequenceNumber, Keys: { id: { S: SequenceNumber } } },
    }));
    return { Records, NextShardIterator: ended ? undefined : `${id} ${start + page.length}` };
  }
}

/** What the service says after an iterator's 15 minutes. */
export const expiredIterator = (): Error => new DatabaseError('ExpiredIteratorException', 'injected');

/** What the service says about a position older than 24 hours. */
const trimmed = (): Error => new DatabaseError('TrimmedDataAccessException', 'injected');
