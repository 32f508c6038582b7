import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestDynamo, type TestDynamo } from '../../support/dynamodb.ts';
import { makeStreamWorld, type StreamWorld } from '../../support/stream-world.ts';

let dynamo: TestDynamo;
let world: StreamWorld;

beforeAll(async () => void (dynamo = await startTestDynamo()), 60_000);
afterAll(() => dynamo.close());
beforeEach(async () => void (world = await makeStreamWorld(dynamo.endpoint, dynamo.client)));
afterEach(() => world.close());

const putAll = async (...ids: string[]) => {
  for (const id of ids) await world.put(id);
};
const delivered = () => world.calls.flatMap((call) => call.ids);
const givenUp = (queue: string) =>
  readFileSync(join(world.dir, 'failures', `${queue}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a stream source', () => {
  it('delivers what was there before the start and what comes after it, once and in order', async () => {
    await putAll('a', 'b');
    const streams = await world.start({});
    await streams.idle();
    expect(delivered()).toEqual(['a', 'b']);
    await putAll('c');
    await streams.idle();
    expect(delivered()).toEqual(['a', 'b', 'c']);
  });

  it('delivers a record in the shape of Lambda, with bytes as base64 and time in seconds', async () => {
    await world.put('a', { sealed: { M: { parts: { L: [{ B: new Uint8Array([1, 2, 3]) }] } } } });
    await (await world.start({})).idle();
    const [record] = world.calls[0]?.records ?? [];
    const NewImage = { id: { S: 'a' }, sealed: { M: { parts: { L: [{ B: 'AQID' }] } } } };
    expect(record).toMatchObject({
      ...{ eventName: 'INSERT', eventSource: 'aws:dynamodb', awsRegion: 'us-east-1' },
      eventSourceARN: expect.stringContaining('stream'),
      dynamodb: { Keys: { id: { S: 'a' } }, NewImage, StreamViewType: 'NEW_IMAGE' },
    });
    const seconds = record?.dynamodb.ApproximateCreationDateTime ?? 0;
    expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(600);
  });

  it('fills batches up to their size', async () => {
    await putAll('a', 'b', 'c', 'd', 'e');
    await (await world.start({ batchSize: 2 })).idle();
    expect(world.calls.map((call) => call.ids)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('delivers only what its filter lets pass and does not look at the rest again', async () => {
    const inserted = { eventName: ['INSERT'], dynamodb: { NewImage: { status: { S: ['paid'] } } } };
    await world.put('a', { status: { S: 'open' } });
    await world.put('a', { status: { S: 'paid' } });
    await world.put('b', { status: { S: 'paid' } });
    const first = await world.start({ filters: [inserted] });
    await first.idle();
    await first.close();
    expect(delivered()).toEqual(['b']);
    await (await world.start({})).idle();
    expect(delivered()).toEqual(['b']);
  });

  it('delivers a record after a look that found none for it, in each of its parallel deliveries', async () => {
    const inserted = { eventName: ['INSERT'] };
    const streams = await world.start({ parallel: 2, filters: [inserted] });
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) {
      await world.put(id);
      await streams.idle();
      await world.put(id, { again: { BOOL: true } });
      await streams.idle();
    }
    expect(delivered()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('goes on after its checkpoint when it is started again', async () => {
    await putAll('a');
    const first = await world.start({});
    await first.idle();
    await first.close();
    await putAll('b');
    await (await world.start({})).idle();
    expect(delivered()).toEqual(['a', 'b']);
  });

  it('keeps the changes of one item in order and others apart with parallel deliveries', async () => {
    for (let round = 0; round < 5; round += 1) {
      for (const id of ['a', 'b', 'c', 'd']) await world.put(id, { round: { S: String(round) } });
    }
    let running = 0;
    let most = 0;
    const streams = await world.start({ parallel: 4, batchSize: 1 }, async () => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setTimeout(resolve, 10));
      running -= 1;
    });
    await streams.idle();
    expect(most).toBeGreaterThan(1);
    const numbersOf = (id: string) =>
      world.calls.flatMap((call) => (call.ids[0] === id ? [call.records[0]?.dynamodb.SequenceNumber ?? ''] : []));
    for (const id of ['a', 'b', 'c', 'd']) {
      expect(numbersOf(id)).toHaveLength(5);
      expect(numbersOf(id)).toEqual(numbersOf(id).toSorted());
    }
  });

  it('is idle only when changes that its function makes are delivered too', async () => {
    const next: Record<string, string> = { a: 'b', b: 'c' };
    const streams = await world.start({ batchSize: 1 }, async ({ ids }) => {
      const follower = next[ids[0] ?? ''];
      if (follower) await world.put(follower);
    });
    await putAll('a');
    await streams.idle();
    expect(delivered()).toEqual(['a', 'b', 'c']);
  });
});

describe('a failing function', () => {
  it('gets a batch again until it succeeds', async () => {
    await putAll('a', 'b');
    let failures = 2;
    const streams = await world.start({}, () => {
      if ((failures -= 1) >= 0) throw new Error('not yet');
    });
    await streams.idle();
    expect(world.calls.map((call) => call.ids)).toEqual([
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(existsSync(join(world.dir, 'failures'))).toBe(false);
  });

  it('that names the failed records gets those and the later ones again', async () => {
    await putAll('a', 'b', 'c');
    let once = true;
    const streams = await world.start({ partialFailures: true }, ({ records }) => {
      const failed = once ? records[1]?.dynamodb.SequenceNumber : undefined;
      once = false;
      return { batchItemFailures: failed ? [{ itemIdentifier: failed }] : [] };
    });
    await streams.idle();
    expect(world.calls.map((call) => call.ids)).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
  });

  it('loses only the poisoned record when batches are split, and its place goes to the queue without its content', async () => {
    await putAll('a', 'secret', 'c', 'd');
    const succeeded: string[] = [];
    const source = { bisect: true, retries: 1, onFailureQueue: 'arn:aws:sqs:us-east-1:000000000000:lost' };
    const streams = await world.start(source, ({ ids }) => {
      if (ids.includes('secret')) throw new Error('poison');
      succeeded.push(...ids);
    });
    await streams.idle();
    expect(succeeded).toEqual(['a', 'c', 'd']);
    const [message, ...others] = givenUp('lost');
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
      responseContext: { functionError: 'Unhandled' },
      DDBStreamBatchInfo: { batchSize: 1, shardId: expect.stringMatching(/^shardId-/), streamArn: expect.any(String) },
    });
    expect(message.DDBStreamBatchInfo.startSequenceNumber).toBe(message.DDBStreamBatchInfo.endSequenceNumber);
    expect(JSON.stringify(message)).not.toContain('secret');
  });

  it('that is running when the shop stops is waited for, and what it did is not delivered again', async () => {
    await putAll('a');
    let finished = false;
    const first = await world.start({}, async () => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      finished = true;
    });
    while (world.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await first.close();
    expect(finished).toBe(true);
    await (await world.start({})).idle();
    expect(delivered()).toEqual(['a']);
  });

  it('gets what it had not finished again after the next start', async () => {
    await putAll('a', 'b');
    const first = await world.start({ batchSize: 1, retries: -1 }, ({ ids }) => {
      if (ids.includes('b')) throw new Error('stuck');
    });
    while (world.calls.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    await first.close();
    world.calls.length = 0;
    await (await world.start({})).idle();
    expect(delivered()).toEqual(['b']);
  });
});

describe('a stream source that cannot be served', () => {
  it.each([['a filter with an unknown operator', { filters: [{ eventName: [{ wildcard: 'I*' }] }] }, /"wildcard"/]])(
    'is refused by name: %s',
    async (_name, source, words) => {
      await expect(world.start({ id: 'settle', ...source })).rejects.toThrow(words);
      await expect(world.start({ id: 'settle', ...source })).rejects.toMatchObject({
        name: 'StartError',
        message: expect.stringContaining('settle'),
      });
    },
  );
});
