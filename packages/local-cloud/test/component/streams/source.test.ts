import { checkpointId, type Checkpoint, type SourceContext, type StreamRecord } from '../../../src/streams/context.ts'; // prettier-ignore
import { Readers } from '../../../src/streams/readers.ts';
import { workSource } from '../../../src/streams/source.ts';
import { expiredIterator, FakeStream } from '../../support/fake-stream.ts';

const source = {
  ...{ id: 'source', functionId: 'worker', tableId: 'table', batchSize: 2, filters: [] },
  ...{ bisect: false, partialFailures: false, retries: -1, parallel: 1 },
};

/** Runs a source over a fake stream until all is quiet, with the checkpoints given; returns what was delivered. */
const run = async (stream: FakeStream, kept = new Map<string, Checkpoint>(), more: Partial<SourceContext> = {}) => {
  const closing = new AbortController();
  const delivered: string[] = [];
  const lines: string[] = [];
  const readers = new Readers(1);
  const context: SourceContext = {
    ...{ call: stream.call, source, streamArn: 'arn', table: 'notes', passes: () => true, dir: '/nowhere' },
    ...{ backoff: { firstMs: 1, longestMs: 2 }, quietMs: 1, readers, signal: closing.signal },
    log: (line) => void lines.push(line),
    checkpoints: { get: (id) => kept.get(id), put: (row) => void kept.set(row.id, row) },
    invoke: async (_id, payload) => {
      const { Records } = payload as { Records: StreamRecord[] };
      delivered.push(...Records.map((record) => record.dynamodb.SequenceNumber));
    },
    ...more,
  };
  const end = workSource(context);
  await readers.idle(closing.signal);
  closing.abort();
  await end;
  return { delivered, kept, lines, id: (shard: string) => checkpointId(context, shard) };
};

const split = () =>
  new FakeStream([
    { id: 'left', parent: 'parent', numbers: ['10', '12'], open: true },
    { id: 'right', parent: 'parent', numbers: ['11', '13'], open: true },
    { id: 'parent', numbers: ['1', '2', '3', '4', '5'] },
  ]);

describe('a stream whose shard was split', () => {
  it('is delivered parent first, wherever the parent is in the list', async () => {
    const { delivered, kept, id } = await run(split());
    expect(delivered.slice(0, 5)).toEqual(['1', '2', '3', '4', '5']);
    expect(delivered.slice(5).toSorted()).toEqual(['10', '11', '12', '13']);
    expect(kept.get(id('parent'))).toMatchObject({ finished: true, position: '5' });
    expect(kept.get(id('left'))).toMatchObject({ finished: false, position: '12' });
  });

  it('holds the children back while the parent has a record that fails', async () => {
    let failures = 4;
    const delivered: string[] = [];
    const { lines } = await run(split(), new Map(), {
      invoke: async (_id, payload) => {
        const numbers = (payload as { Records: StreamRecord[] }).Records.map((each) => each.dynamodb.SequenceNumber);
        if (numbers.includes('5') && (failures -= 1) >= 0) throw new TypeError('order-1 of buyer@example.com');
        delivered.push(...numbers);
      },
    });
    expect(delivered.slice(0, 5)).toEqual(['1', '2', '3', '4', '5']);
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe('Stream source source: worker failed on 2 record(s) with TypeError.');
  });

  it('goes on in the children after a restart, without looking at the parent again', async () => {
    const { kept } = await run(split());
    const stream = split();
    stream.shards[0]?.numbers.push('14');
    const { delivered } = await run(stream, kept);
    expect(delivered).toEqual(['14']);
  });
});

describe('a shard that cannot be read on', () => {
  it('is opened anew after its iterator expired, losing and repeating nothing', async () => {
    const stream = new FakeStream([{ id: 'one', numbers: ['1', '2', '3', '4'], open: true }]);
    stream.faults.get = [expiredIterator()];
    const { delivered, lines } = await run(stream);
    expect(delivered).toEqual(['1', '2', '3', '4']);
    expect(lines).toEqual([]);
  });

  it('is read from its oldest record when its position is gone', async () => {
    const stream = new FakeStream([{ id: 'one', numbers: ['8', '9'], open: true }]);
    const kept = new Map([['source arn one', { id: 'source arn one', position: '3', finished: false }]]);
    expect((await run(stream, kept)).delivered).toEqual(['8', '9']);
  });

  it('is tried again after any other failure, which is logged by its name', async () => {
    const stream = new FakeStream([{ id: 'one', numbers: ['1'], open: true }]);
    stream.faults.get = [Object.assign(new Error('socket hang up'), { name: 'TimeoutError' })];
    const { delivered, lines } = await run(stream);
    expect(delivered).toEqual(['1']);
    expect(lines).toEqual(['Shard one cannot be read for now: TimeoutError.']);
  });
});

describe('reading ahead', () => {
  it('stops while the function is behind', async () => {
    const numbers = Array.from({ length: 60 }, (_, index) => String(index));
    const stream = new FakeStream([{ id: 'one', numbers, open: true }]);
    let looksAtFirst: number | undefined;
    await run(stream, new Map(), {
      invoke: async () => {
        if (looksAtFirst !== undefined) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
        looksAtFirst = stream.looks;
      },
    });
    expect(looksAtFirst).toBeLessThan(6);
    expect(stream.looks).toBeGreaterThan(20);
  });
});
