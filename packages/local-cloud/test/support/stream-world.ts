import { CreateTableCommand, PutItemCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StreamRecord } from '../../src/streams/context.ts';
import { startStreams, type Streams } from '../../src/streams/start-streams.ts';
import type { StreamSource } from '../../src/template/cloud.ts';

/** One delivery: the ids of its records, in order. */
export type Call = { functionId: string; ids: string[]; records: StreamRecord[] };

/** What the function does with a call; what it returns or throws is its answer. */
export type Behaviour = (call: Call) => unknown;

export type StreamWorld = {
  table: string;
  dir: string;
  calls: Call[];
  put(id: string, more?: Record<string, AttributeValue>): Promise<void>;
  start(source: Partial<StreamSource>, behave?: Behaviour): Promise<Streams>;
  close(): Promise<void>;
};

let tables = 0;

/** A table with a stream of its own and a function that notes what reaches it. */
export const makeStreamWorld = async (endpoint: string, client: DynamoDBClient): Promise<StreamWorld> => {
  const table = `streamed-${(tables += 1)}`;
  const dir = mkdtempSync(join(tmpdir(), 'candor-streams-'));
  const calls: Call[] = [];
  const started: Streams[] = [];
  await client.send(
    new CreateTableCommand({
      TableName: table,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  const start = async (source: Partial<StreamSource>, behave: Behaviour = () => undefined): Promise<Streams> => {
    const streams = await startStreams({
      ...{ endpoint, dir, tableName: () => table, log: () => undefined },
      sources: [{ ...plainSource, ...source }],
      invoke: async (functionId, payload) => {
        const { Records: records } = payload as { Records: StreamRecord[] };
        const call = { functionId, records, ids: records.map((record) => String(record.dynamodb.Keys['id']?.['S'])) };
        calls.push(call);
        return behave(call);
      },
      backoff: { firstMs: 5, longestMs: 20 },
      quietMs: 20,
    });
    started.push(streams);
    return streams;
  };
  return {
    ...{ table, dir, calls, start },
    put: async (id, more = {}) =>
      void (await client.send(new PutItemCommand({ TableName: table, Item: { id: { S: id }, ...more } }))),
    close: async () => {
      for (const streams of started) await streams.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

const plainSource: StreamSource = {
  ...{ id: 'source', functionId: 'worker', tableId: 'table', batchSize: 10 },
  ...{ filters: [], bisect: false, partialFailures: false, retries: 2, parallel: 1 },
};
