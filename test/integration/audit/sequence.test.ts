import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { checkpointText, parseCheckpoint } from '../../../functions/audit/domain/checkpoint.ts';
import { openNote, verifierKey } from '../../../functions/audit/note.ts';
import { sequence } from '../../../functions/audit/workers.ts';
import { auditWorld, type AuditWorld } from '../../harness/audit-world.ts';
import { openTestDatabase, type TestDatabase } from '../../harness/database.ts';
import { faults, injectFaults, type Plan } from '../../harness/faults.ts';

let dynamo: TestDatabase;
let world: AuditWorld;
let restore: () => void = () => undefined;
beforeAll(async () => {
  dynamo = await openTestDatabase();
}, 60_000);
beforeEach(async () => {
  world = await auditWorld(dynamo.client);
});
afterEach(() => restore());
afterAll(() => dynamo.close());

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const origin = 'shop.example/audit';
const signedSizes = async (): Promise<number[]> => {
  const key = verifierKey(origin, world.seed);
  const notes = (await world.all('heads')).flatMap(({ note }) => (note === undefined ? [] : [note as string]));
  return notes.map((note) => parseCheckpoint(openNote(note, [key]) ?? '')?.size ?? NaN).sort((a, b) => a - b);
};

describe('the sequencer', () => {
  it('gives rows their index in the order of time, logs a leaf each, and signs the head', async () => {
    await world.looks(5);
    expect(await world.run()).toEqual({ sequenced: 5, signed: 1, failed: 0 });
    const rows = (await world.all('accesses')).sort((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));
    expect(rows.map(({ index, waiting }) => [index, waiting])).toEqual(upTo(5).map((n) => [n, undefined]));
    expect(await world.leafCount()).toBe(5);
    expect(await signedSizes()).toEqual([5]);
  });

  it('takes as many transactions as it needs, and signs one head', async () => {
    await world.looks(200);
    expect(await world.run()).toMatchObject({ sequenced: 200, signed: 1 });
    expect(await world.indexes()).toEqual(upTo(200));
    expect((await world.all('leaves')).map(({ from }) => from).sort()).toEqual([
      '000000000000',
      '000000000098',
      '000000000196',
    ]);
    expect(await signedSizes()).toEqual([200]);
  });

  it('writes nothing when nothing has come', async () => {
    expect(await world.run()).toEqual({ sequenced: 0, signed: 0, failed: 0 });
    await world.looks(1);
    await world.run();
    expect(await world.run()).toEqual({ sequenced: 0, signed: 0, failed: 0 });
    expect(await world.all('heads')).toHaveLength(2);
  });

  it('logs leaves that tell nothing of their rows', async () => {
    await world.looks(3);
    await world.run();
    const leaves = (await world.all('leaves')).flatMap((batch) => batch['leaves'] as object[]);
    for (const leaf of leaves) expect(Object.keys(leaf).sort()).toEqual(['commitment', 'until']);
    const text = JSON.stringify([await world.all('leaves'), await world.all('heads')]);
    expect(text).not.toMatch(/person-|staff-|order-|email/);
  });

  it('keeps the name that the log got with its first leaf, whatever the shop is called later', async () => {
    await world.looks(1);
    await world.run();
    await world.looks(1);
    await sequence({ ...world.ports, settings: { ...world.ports.settings, origin: 'https://moved.example' } });
    expect(await signedSizes()).toEqual([1, 2]);
  });

  it('gives each index once when several run at once', async () => {
    await world.looks(150);
    await Promise.all(Array.from({ length: 4 }, () => world.run()));
    await world.run();
    expect(await world.indexes()).toEqual(upTo(150));
    expect(await world.leafCount()).toBe(150);
  });

  it('leaves a row of another form, and fails so that somebody looks', async () => {
    await world.looks(2);
    await dynamo.client.send(
      new PutItemCommand({
        TableName: world.ports.table('audit.accesses'),
        Item: { day: { S: '2026-11-24' }, id: { S: '2026-11-24T12' }, waiting: { S: 'yes' } },
      }),
    );
    expect(await world.run()).toEqual({ sequenced: 2, signed: 1, failed: 1 });
  });
});

/** How many calls a run makes that has three rows to sequence. */
const callsOfRun = async (): Promise<number> => {
  await world.looks(3);
  let count = 0;
  restore = injectFaults(dynamo.client, () => void (count += 1));
  await world.run();
  restore();
  return count;
};

describe('a sequencer that dies', () => {
  it('at any call, before it or after it, leaves what the next run finishes', async () => {
    const total = await callsOfRun();
    expect(total).toBeGreaterThanOrEqual(7);
    let size = 3;
    for (const side of ['before', 'after'] as const)
      for (let at = 0; at < total; at += 1) {
        await world.looks(3);
        let nth = -1;
        const die: Plan = () => ((nth += 1) === at ? { [side]: faults.killed() } : undefined);
        restore = injectFaults(dynamo.client, die);
        await expect(world.run()).rejects.toThrow('ProcessKilled');
        restore();
        await world.run();
        size += 3;
        expect(await world.indexes()).toEqual(upTo(size));
        expect(await world.leafCount()).toBe(size);
        expect((await signedSizes()).at(-1)).toBe(size);
      }
  });

  it.each([
    ['conflicts', { before: faults.conflict(5) }],
    ['loses its response', { after: faults.timedOut() }],
  ])('not, whose transaction %s once, gives each index once', async (_, fault) => {
    await world.looks(3);
    restore = injectFaults(dynamo.client, (command, nth) =>
      command === 'TransactWriteItemsCommand' && nth === 0 ? fault : undefined,
    );
    await world.run();
    expect(await world.indexes()).toEqual(upTo(3));
    expect(await world.leafCount()).toBe(3);
    expect(await signedSizes()).toEqual([3]);
  });
});

describe('a signed head', () => {
  it('is the checkpoint of the log: its name, its size, and the root of its leaves', async () => {
    await world.looks(2);
    await world.run();
    const note = (await world.all('heads')).find((head) => head['log'] === 'signed')?.['note'] as string;
    const text = openNote(note, [verifierKey(origin, world.seed)]) ?? '';
    const checkpoint = parseCheckpoint(text);
    expect(checkpoint).toMatchObject({ origin, size: 2 });
    expect(checkpoint && checkpointText(checkpoint)).toBe(text);
  });
});
