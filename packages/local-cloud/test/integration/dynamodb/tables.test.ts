import { DescribeTableCommand, GetItemCommand, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { databaseAt, type DatabaseCall } from '../../../src/dynamodb/call.ts';
import { createTables } from '../../../src/dynamodb/create-tables.ts';
import { startExpirySweeper, sweepExpired } from '../../../src/dynamodb/expiry.ts';
import type { Table } from '../../../src/template/cloud.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamodb.ts';

let dynamo: TestDynamo;
let call: DatabaseCall;
beforeAll(async () => {
  dynamo = await startTestDynamo();
  call = databaseAt(dynamo.endpoint);
}, 60_000);
afterAll(() => dynamo.close());

const table = (name: string, more: Partial<Table['create']> = {}): Table => ({
  id: name,
  create: {
    TableName: name,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    ...more,
  },
});
const indexed = (name: string, ...attributes: string[]): Table =>
  table(name, {
    AttributeDefinitions: ['id', ...attributes].map((each) => ({ AttributeName: each, AttributeType: 'S' as const })),
    GlobalSecondaryIndexes: attributes.map((each) => ({
      IndexName: `by-${each}`,
      KeySchema: [{ AttributeName: each, KeyType: 'HASH' as const }],
      Projection: { ProjectionType: 'ALL' as const },
    })),
  });
const describeTable = async (name: string) =>
  (await dynamo.client.send(new DescribeTableCommand({ TableName: name }))).Table;
const put = (name: string, item: Record<string, AttributeValue>) =>
  dynamo.client.send(new PutItemCommand({ TableName: name, Item: item }));
const get = async (name: string, id: string) =>
  (await dynamo.client.send(new GetItemCommand({ TableName: name, Key: { id: { S: id } } }))).Item;

describe('making the tables', () => {
  it('makes missing ones, and a second run changes nothing', async () => {
    await createTables(call, [table('carts')]);
    await put('carts', { id: { S: 'a' } });
    await createTables(call, [table('carts'), table('orders')]);
    expect(await get('carts', 'a')).toBeDefined();
    expect((await describeTable('orders'))?.TableStatus).toBe('ACTIVE');
  });

  it('takes encryption, deletion protection, class and tags as the template has them', async () => {
    const more = {
      SSESpecification: { Enabled: true, SSEType: 'KMS' as const, KMSMasterKeyId: 'alias/orders' },
      ...{ DeletionProtectionEnabled: true, TableClass: 'STANDARD' as const, Tags: [{ Key: 'a', Value: 'b' }] },
    };
    await createTables(call, [table('protected', more)]);
    expect((await describeTable('protected'))?.TableStatus).toBe('ACTIVE');
  });

  it('adds missing indexes and a missing stream to a table that is there', async () => {
    await createTables(call, [table('payments')]);
    const wanted = indexed('payments', 'order', 'buyer');
    wanted.create.StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' };
    await createTables(call, [wanted]);
    await createTables(call, [wanted]);
    const made = await describeTable('payments');
    expect(made?.GlobalSecondaryIndexes?.map((index) => index.IndexName).sort()).toEqual(['by-buyer', 'by-order']);
    expect(made?.LatestStreamArn).toBeDefined();
  });

  it('refuses a table with other keys and says what to do', async () => {
    await createTables(call, [table('events')]);
    const other = table('events', {
      KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
    });
    await expect(createTables(call, [other])).rejects.toMatchObject({
      name: 'StartError',
      message: 'Table events has the key (id S HASH) where (key S HASH) is needed: run with --fresh to begin anew.',
    });
  });

  it('refuses an index with other keys', async () => {
    await createTables(call, [indexed('letters', 'order')]);
    const other = indexed('letters', 'buyer');
    for (const index of other.create.GlobalSecondaryIndexes ?? []) index.IndexName = 'by-order';
    await expect(createTables(call, [other])).rejects.toThrow(/Index by-order of table letters.*--fresh/);
  });
});

describe('the expiry sweep', () => {
  const expiring: Table = { ...table('expiring'), expires: 'expiresAt' };
  const now = 1_700_000_000;
  beforeAll(() => createTables(call, [expiring]));

  it('deletes what has expired and nothing else, over several pages', async () => {
    const padding = { S: 'x'.repeat(300_000) };
    for (let n = 0; n < 8; n += 1) {
      await put('expiring', { id: { S: `old-${n}` }, expiresAt: { N: String(now - 1) }, padding });
    }
    await put('expiring', { id: { S: 'due' }, expiresAt: { N: String(now) } });
    await put('expiring', { id: { S: 'text' }, expiresAt: { S: '1' } });
    await put('expiring', { id: { S: 'for ever' } });
    expect(await sweepExpired(call, [expiring, table('carts')], now)).toBe(8);
    expect(await get('expiring', 'old-7')).toBeUndefined();
    for (const id of ['due', 'text', 'for ever']) expect(await get('expiring', id)).toBeDefined();
  });

  it('leaves an item alone that lives longer by the time of its deletion', async () => {
    await put('expiring', { id: { S: 'renewed' }, expiresAt: { N: String(now - 1) } });
    let renewed = false;
    const racing: DatabaseCall = async (operation, input) => {
      if (operation === 'DeleteItem' && !renewed) {
        renewed = true;
        await put('expiring', { id: { S: 'renewed' }, expiresAt: { N: String(now + 60) } });
      }
      return call(operation, input);
    };
    expect(await sweepExpired(racing, [expiring], now)).toBe(0);
    expect(renewed).toBe(true);
    expect(await get('expiring', 'renewed')).toBeDefined();
  });

  it('runs by itself until closed', async () => {
    await put('expiring', { id: { S: 'later' }, expiresAt: { N: String(now + 1) } });
    const lines: string[] = [];
    const settings = { call, tables: [expiring], now: () => now + 2, everyMs: 20 };
    const sweeper = startExpirySweeper({ ...settings, log: (line) => lines.push(line) });
    while (await get('expiring', 'later')) await new Promise((resolve) => setTimeout(resolve, 20));
    await sweeper.close();
    await put('expiring', { id: { S: 'later' }, expiresAt: { N: String(now + 1) } });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await get('expiring', 'later')).toBeDefined();
    expect(lines).toEqual([]);
  });
});
