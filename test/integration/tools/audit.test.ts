import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { day, minute } from '../../../functions/kit/value/time.ts';
import { parseArguments } from '../../../tools/audit/arguments.ts';
import { run } from '../../../tools/audit/run.ts';
import { auditWorld, type AuditWorld } from '../../harness/audit-world.ts';
import { openTestDatabase, type TestDatabase } from '../../harness/database.ts';

let dynamo: TestDatabase;
let world: AuditWorld;
let folder: string;
beforeAll(async () => {
  dynamo = await openTestDatabase();
  folder = mkdtempSync(path.join(tmpdir(), 'candor-audit-'));
}, 60_000);
beforeEach(async () => {
  world = await auditWorld(dynamo.client);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await dynamo.close();
});

type Item = Record<string, unknown>;
const keyNames = { accesses: ['day', 'id'], leaves: ['log', 'from'], heads: ['log', 'position'] } as const;
type Table = keyof typeof keyNames;
const keyOf = (table: Table, item: Item) =>
  marshall(Object.fromEntries(keyNames[table].map((name) => [name, item[name]])));

/** What somebody does who may write the tables. */
const remove = (table: Table, item: Item) =>
  dynamo.client.send(
    new DeleteItemCommand({ TableName: world.ports.table(`audit.${table}`), Key: keyOf(table, item) }),
  );
const put = (table: Table, item: Item) =>
  dynamo.client.send(new PutItemCommand({ TableName: world.ports.table(`audit.${table}`), Item: marshall(item) }));
const change = (table: Table, item: Item, more: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>) =>
  dynamo.client.send(
    new UpdateItemCommand({ TableName: world.ports.table(`audit.${table}`), Key: keyOf(table, item), ...more }),
  );

const audit = async (...argv: string[]): Promise<{ good: boolean; lines: string[] }> => {
  const lines: string[] = [];
  const terminal = { out: (text: string) => void lines.push(...text.split('\n')), folder };
  return { good: await run(parseArguments(argv), () => world.ports, terminal), lines };
};
const rowAt = async (index: number): Promise<Item> =>
  (await world.all('accesses')).find((row) => row['index'] === index)!;
/** Prints the newest head into a file, as somebody does who keeps it. */
const keepHead = async (): Promise<string> => {
  const file = path.join(folder, `${Math.floor(performance.now())}.head`);
  writeFileSync(file, `${(await audit('head')).lines.join('\n')}\n`);
  return file;
};

describe('a log that nobody touched', () => {
  it('has nothing wrong, and neither with a head that was kept', async () => {
    await world.looks(3);
    await world.run();
    const file = await keepHead();
    await world.looks(100);
    await world.run();
    expect(await audit('verify', '--head', file)).toEqual({
      good: true,
      lines: ['103 rows, 103 leaves, 3 heads: nothing is wrong'],
    });
  });

  it('has nothing wrong while it is empty, nor with rows that have just come', async () => {
    expect(await audit('verify')).toMatchObject({ good: true });
    await world.looks(2);
    expect(await audit('verify')).toMatchObject({ good: true });
  });

  it('misses no row whose time is over, and which the store has deleted', async () => {
    await world.looks(3);
    await world.run();
    world.pass(731 * day);
    await remove('accesses', await rowAt(1));
    expect(await audit('verify')).toMatchObject({ good: true });
  });
});

describe('what is found', () => {
  const found = async (...argv: string[]): Promise<string[]> => {
    const { good, lines } = await audit('verify', ...argv);
    expect(good).toBe(false);
    return lines;
  };

  it('is a row that has no index after five minutes', async () => {
    await world.looks(1);
    const [row] = await world.all('accesses');
    world.pass(5 * minute + 1);
    expect(await found()).toEqual([`row ${String(row?.['id'])}: has no index after five minutes`]);
  });

  it('is a row that was taken out of the sequencer’s sight', async () => {
    await world.looks(2);
    const [row] = await world.all('accesses');
    await change('accesses', row!, { UpdateExpression: 'REMOVE waiting' });
    await world.run();
    world.pass(6 * minute);
    expect(await found()).toEqual([`row ${String(row?.['id'])}: has no index after five minutes`]);
  });

  it('is a row that is missing before its time', async () => {
    await world.looks(3);
    await world.run();
    await remove('accesses', await rowAt(1));
    expect(await found()).toEqual(['leaf 1: its row is missing']);
  });

  it.each<[string, Item]>([
    ['who', { staff: 'staff-2' }],
    ['when', { at: '2026-11-24T12:00:09.000Z' }],
    ['whom', { person: 'person-7' }],
    ['which fields', { fields: [] }],
    ['why', { reason: 'order-7' }],
    ['that nothing explains it', { explained: false }],
    ['when it leaves', { expiresAt: 1_900_000_000 }],
    ['its random number', { nonce: 'another' }],
  ])('is a row that was put over and says otherwise %s', async (_, other) => {
    await world.looks(3);
    await world.run();
    const row = await rowAt(1);
    await put('accesses', { ...row, ...other });
    expect(await found()).toEqual([`leaf 1: its row ${String(row['id'])} was changed`]);
  });

  it('is a row that says it is in the log and is not', async () => {
    await world.looks(2);
    await world.run();
    const { waiting: _, ...row } = await rowAt(1);
    await put('accesses', { ...row, id: `${String(row['id'])}x`, index: 7 });
    await put('accesses', { ...row, id: `${String(row['id'])}y`, index: 0 });
    expect((await found()).sort()).toEqual([
      'leaf 0: several rows have its index',
      `row ${String(row['id'])}x: has index 7, which the log does not have`,
    ]);
  });

  it('is a row that has another form', async () => {
    await put('accesses', { day: '2026-11-24', id: '2026-11-24T12:00:00.000Z.x', waiting: 'yes' });
    expect(await found()).toEqual(['row 2026-11-24T12:00:00.000Z.x: is not of the form that rows have']);
  });

  it('is a leaf that was changed together with its row', async () => {
    await world.looks(3);
    await world.run();
    const [batch] = await world.all('leaves');
    const leaves = batch!['leaves'] as { commitment: Uint8Array; until: number }[];
    leaves[1] = { ...leaves[1]!, commitment: Buffer.alloc(32, 1) };
    await put('leaves', { ...batch, leaves });
    const lines = await found();
    expect(lines).toContain('head: its root is not that of the leaves');
    expect(lines).toContain('signed head 3: the log has forked, its first 3 leaves are not those of this head');
  });

  it('are leaves that are missing', async () => {
    await world.looks(100);
    await world.run();
    await remove(
      'leaves',
      (await world.all('leaves')).find(({ from }) => from === '000000000000')!,
    );
    expect(await found()).toContain('leaves 0: are missing, and the head has 100');
  });

  it('is a signed head that no trusted key signed, or that was put in another’s place', async () => {
    await world.looks(1);
    await world.run();
    await world.looks(1);
    await world.run();
    const [first, second] = (await world.all('heads')).filter(({ log }) => log === 'signed').sort((a, b) => (String(a['position']) < String(b['position']) ? -1 : 1)); // prettier-ignore
    await put('heads', { ...first, note: second!['note'] });
    expect(await found()).toEqual(['signed head 1: is of size 2']);
    await put('heads', { ...first, note: String(first!['note']).replace('\n1\n', '\n0\n') });
    expect(await found()).toContain('signed head 1: is not a head that a trusted key signed');
  });

  it('is a log that was rewritten with its own key, by a head that somebody kept', async () => {
    await world.looks(3);
    await world.run();
    const file = await keepHead();
    for (const table of ['accesses', 'leaves', 'heads'] as const)
      for (const item of await world.all(table)) await remove(table, item);
    expect(await found('--head', file)).toEqual([`head ${file}: has 3 leaves, and the log only 0`]);
    await world.looks(4);
    await world.run();
    expect(await audit('verify')).toMatchObject({ good: true });
    expect(await found('--head', file)).toEqual([
      `head ${file}: the log has forked, its first 3 leaves are not those of this head`,
    ]);
  });
});

describe('a head and a proof that are handed out', () => {
  it('are checked without the log, by the key that was published', async () => {
    await world.looks(5);
    await world.run();
    const [key = ''] = (await audit('key')).lines;
    const head = await keepHead();
    expect(await audit('check', head, '--key', key)).toEqual({
      good: true,
      lines: ['A head of shop.example/audit with 5 leaves.'],
    });
    const row = await rowAt(3);
    const proof = (await audit('prove', '--row', String(row['id']))).lines;
    const file = path.join(folder, 'row.tlog-proof');
    writeFileSync(file, `${proof.join('\n')}\n`);
    const { good, lines } = await audit('check', file, '--key', key);
    expect(good).toBe(true);
    expect(lines[0]).toMatch(/^Row 3 of shop\.example\/audit: \["candor access 1",/);
    expect(lines[0]).toContain(String(row['id']));
    writeFileSync(file, `${proof.join('\n').replace('index 3', 'index 2')}\n`);
    expect((await audit('check', file, '--key', key)).good).toBe(false);
    const changed = Buffer.from(Buffer.from(proof[1]!.slice(6), 'base64').toString().replace('order-1', 'order-2'));
    writeFileSync(file, `${[proof[0], `extra ${changed.toString('base64')}`, ...proof.slice(2)].join('\n')}\n`);
    expect((await audit('check', file, '--key', key)).good).toBe(false);
  });

  it('are trusted by no other key', async () => {
    await world.looks(1);
    await world.run();
    const head = await keepHead();
    const other = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    expect(await audit('check', head, '--key', other)).toEqual({
      good: false,
      lines: ['This is not a head that a trusted key signed.'],
    });
    expect((await audit('verify', '--key', other)).good).toBe(false);
  });
});

describe('mistakes of whoever runs it', () => {
  it.each([
    [['look'], 'There is no command look; npm run audit -- --help lists what there is.'],
    [['verify', '--stage', 'Dev'], 'A stage is named by small letters, like --stage dev.'],
    [['check', 'file'], 'Say what to check and by which key: npm run audit -- check FILE --key KEY.'],
    [['verify', '--key', 'nonsense'], 'nonsense is not a verifier key; npm run audit -- key prints one.'],
    [['prove'], 'Say which row to prove: npm run audit -- prove --row ID.'],
    [['verify', 'file'], 'file is too much; npm run audit -- --help lists what there is.'],
  ])('%j are told in one sentence', (argv, sentence) => {
    expect(() => parseArguments(argv)).toThrow(sentence);
  });

  it('include a head that does not exist, and a row that does not', async () => {
    await expect(audit('head')).rejects.toThrow('No head of the log has been signed yet');
    await expect(audit('verify', '--head', 'none.head')).rejects.toThrow('none.head cannot be read.');
    await expect(audit('prove', '--row', 'none')).rejects.toThrow('There is no row none.');
  });
});
