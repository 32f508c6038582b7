import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceNotFoundException,
  UpdateTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../stand-in/start-error.ts';
import type { Table } from '../template/cloud.ts';

const indexPatienceMs = 60_000;

/**
 * Makes the tables and the global secondary indexes that are missing and turns missing streams on; run again it changes nothing.
 * Throws a StartError when a table of another shape stands in the way, because keys cannot be changed in place.
 */
export const createTables = async (client: DynamoDBClient, tables: readonly Table[]): Promise<void> => {
  for (const table of tables) await createTable(client, table);
};

const createTable = async (client: DynamoDBClient, table: Table): Promise<void> => {
  const existing = await describe(client, table.create.TableName);
  if (existing === undefined) {
    await client.send(new CreateTableCommand(table.create));
    return;
  }
  refuseOtherKeys(table, existing);
  await turnStreamOn(client, table, existing);
  for (const index of missingIndexes(table, existing)) await createIndex(client, table, index);
};

const describe = async (client: DynamoDBClient, name: string): Promise<TableDescription | undefined> => {
  try {
    const { Table: description } = await client.send(new DescribeTableCommand({ TableName: name }));
    return description;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};

const refuseOtherKeys = (table: Table, existing: TableDescription): void => {
  const types = new Map(table.create.AttributeDefinitions?.map((one) => [one.AttributeName, one.AttributeType]));
  const typesThere = new Map(existing.AttributeDefinitions?.map((one) => [one.AttributeName, one.AttributeType]));
  const wanted = keys(table.create.KeySchema, types);
  const there = keys(existing.KeySchema, typesThere);
  if (wanted !== there) throw otherShape(`Table ${table.create.TableName}`, there, wanted);
  for (const index of table.create.GlobalSecondaryIndexes ?? []) {
    const old = existing.GlobalSecondaryIndexes?.find((one) => one.IndexName === index.IndexName);
    const wantedHere = keys(index.KeySchema, types);
    const oldKeys = old && keys(old.KeySchema, typesThere);
    const what = `Index ${index.IndexName} of table ${table.create.TableName}`;
    if (oldKeys !== undefined && oldKeys !== wantedHere) throw otherShape(what, oldKeys, wantedHere);
  }
};

const otherShape = (what: string, there: string, wanted: string): StartError => {
  return new StartError(`${what} has the key (${there}) where (${wanted}) is needed: run with --fresh to begin anew.`);
};

const keys = (schema: KeySchemaElement[] | undefined, types: Map<string | undefined, string | undefined>): string => {
  const parts = (schema ?? []).map((key) => `${key.AttributeName} ${types.get(key.AttributeName)} ${key.KeyType}`);
  return parts.join(', ');
};

const turnStreamOn = async (client: DynamoDBClient, table: Table, existing: TableDescription): Promise<void> => {
  const StreamSpecification = table.create.StreamSpecification;
  if (!StreamSpecification?.StreamEnabled || existing.StreamSpecification?.StreamEnabled) return;
  await client.send(new UpdateTableCommand({ TableName: table.create.TableName, StreamSpecification }));
};

const missingIndexes = (table: Table, existing: TableDescription): GlobalSecondaryIndex[] => {
  const there = new Set(existing.GlobalSecondaryIndexes?.map((index) => index.IndexName));
  return (table.create.GlobalSecondaryIndexes ?? []).filter((index) => !there.has(index.IndexName));
};

const createIndex = async (client: DynamoDBClient, table: Table, index: GlobalSecondaryIndex): Promise<void> => {
  const { TableName, AttributeDefinitions } = table.create;
  const { IndexName, KeySchema, Projection } = index;
  const named = new Set(KeySchema?.map((key) => key.AttributeName));
  await client.send(
    new UpdateTableCommand({
      TableName,
      AttributeDefinitions: AttributeDefinitions?.filter((one) => named.has(one.AttributeName)),
      GlobalSecondaryIndexUpdates: [{ Create: { IndexName, KeySchema, Projection } }],
    }),
  );
  // DynamoDB builds one index at a time, so the next may only be asked for when this one is ready.
  const deadline = Date.now() + indexPatienceMs;
  while (Date.now() < deadline) {
    const now = await describe(client, TableName);
    const built = now?.GlobalSecondaryIndexes?.find((one) => one.IndexName === IndexName);
    if (built?.IndexStatus === 'ACTIVE') return;
    await sleep(50);
  }
  throw new StartError(`Index ${IndexName} of table ${TableName} is not ready within a minute.`);
};
