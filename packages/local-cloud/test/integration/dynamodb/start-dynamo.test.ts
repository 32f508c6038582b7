import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseAt } from '../../../src/dynamodb/call.ts';
import { createTables } from '../../../src/dynamodb/create-tables.ts';
import { findJava } from '../../../src/dynamodb/java.ts';
import { startDynamo } from '../../../src/dynamodb/start-dynamo.ts';
import { startStreams } from '../../../src/streams/start-streams.ts';
import type { StreamSource, Table } from '../../../src/template/cloud.ts';
import { localAccess } from '../../support/dynamodb.ts';

const all = mkdtempSync(join(tmpdir(), 'candor-dynamo-'));
const folder = () => mkdtempSync(join(all, 'one-'));
afterAll(() => rmSync(all, { recursive: true, force: true, maxRetries: 5 }));
const holder = join(import.meta.dirname, '../../support/hold-dynamo.ts');

/** Starts DynamoDB Local in another process of ours; returns its address and how to kill that process. */
const hold = async (dir: string): Promise<{ endpoint: string; kill(): void }> => {
  const child = spawn(process.execPath, [holder, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const endpoint = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())),
  );
  return { endpoint, kill: () => child.kill('SIGKILL') };
};

const isThere = (endpoint: string) =>
  fetch(endpoint).then(
    () => true,
    () => false,
  );

const orders: Table = {
  id: 'orders',
  create: {
    TableName: 'orders',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  },
};
const source: StreamSource = {
  ...{
    id: 'fulfil',
    functionId: 'fulfil',
    tableId: 'orders',
    batchSize: 10,
  },
  ...{ filters: [], bisect: true, partialFailures: true, retries: 2, parallel: 1 },
};

/** Delivers what is due and returns the ids, as one run of the local cloud would. */
const deliverOnce = async (endpoint: string, dir: string): Promise<string[]> => {
  const ids: string[] = [];
  const invoke = async (_id: string, payload: unknown) => {
    const { Records } = payload as { Records: { dynamodb: { Keys: { id: { S: string } } } }[] };
    ids.push(...Records.map((record) => record.dynamodb.Keys.id.S));
  };
  const streams = await startStreams({
    endpoint,
    sources: [source],
    tableName: () => 'orders',
    invoke,
    dir,
    log: () => undefined,
  });
  await streams.idle();
  await streams.close();
  return ids;
};

describe('the local database', () => {
  it('dies with its parent, even by SIGKILL, and then has lost neither item nor undelivered change', async () => {
    const dir = folder();
    const checkpoints = folder();
    const held = await hold(dir);
    const client = new DynamoDBClient({ endpoint: held.endpoint, ...localAccess });
    const put = (id: string) => client.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: id } } }));
    await createTables(databaseAt(held.endpoint), [orders]);
    await put('before');
    expect(await deliverOnce(held.endpoint, checkpoints)).toEqual(['before']);
    await put('undelivered');
    held.kill();
    while (await isThere(held.endpoint)) await new Promise((resolve) => setTimeout(resolve, 20));
    client.destroy();
    const again = await startDynamo({ port: 0, dir });
    expect(await deliverOnce(again.url, checkpoints)).toEqual(['undelivered']);
    await again.close();
  }, 90_000);

  it('is gone when closing has ended', async () => {
    const dynamo = await startDynamo({ port: 0 });
    expect(await isThere(dynamo.url)).toBe(true);
    await dynamo.close();
    expect(await isThere(dynamo.url)).toBe(false);
    await dynamo.close();
  }, 60_000);

  it('refuses a port that is taken, by its number', async () => {
    const server = createServer().listen(0);
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(startDynamo({ port })).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining(String(port)),
    });
    server.close();
  });

  it('refuses a data directory that is a file', async () => {
    const file = join(folder(), 'data');
    writeFileSync(file, '');
    await expect(startDynamo({ port: 0, dir: file })).rejects.toMatchObject({
      name: 'StartError',
      message: `The data directory ${file} cannot be read and written (EEXIST).`,
    });
  });

  it('says in one sentence that a damaged database keeps it from starting', async () => {
    const dir = folder();
    writeFileSync(
      join(dir, 'shared-local-instance.db'),
      'not a database, but long enough to be taken for one'.repeat(100),
    );
    await expect(startDynamo({ port: 0, dir })).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringContaining(dir),
    });
  }, 70_000);
});

describe('the emulator', () => {
  it('copies its library into its own folder at a start, and leaves no copy behind', async () => {
    const dir = folder();
    const running = await startDynamo({ port: 0, dir });
    expect(readdirSync(join(dir, 'scratch'))).toHaveLength(1);
    await running.close();
    expect(readdirSync(dir)).not.toContain('scratch');
  }, 70_000);
});

describe('looking for Java', () => {
  const makeJava = (version: string) => {
    const home = folder();
    const bin = join(home, 'bin');
    const command = join(bin, 'java');
    mkdirSync(bin);
    writeFileSync(command, `#!/bin/sh\necho 'openjdk version "${version}"' >&2\n`, { mode: 0o755 });
    return { home, bin, command };
  };

  it('says in one sentence that there is none', async () => {
    await expect(findJava({ PATH: folder() })).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(
        /^The local database needs Java, but no Java is found in JAVA_HOME or on PATH: install/,
      ),
    });
  });

  it('prefers the one in JAVA_HOME, passes one by that is too old, and names it when there is no other', async () => {
    const [newer, older] = [makeJava('21.0.1'), makeJava('1.8.0_422')];
    expect(await findJava({ JAVA_HOME: newer.home, PATH: older.bin })).toBe(newer.command);
    expect(await findJava({ JAVA_HOME: older.home, PATH: newer.bin })).toBe('java');
    await expect(findJava({ JAVA_HOME: older.home, PATH: folder() })).rejects.toThrow(
      /java is version 8: install Java 11/,
    );
  });
});
