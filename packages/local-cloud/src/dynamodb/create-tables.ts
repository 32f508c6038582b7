import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceNotFoundException,
  UpdateTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../stand-in/start-error.ts';
import type { Table } from '../template/cloud.ts';

const longestIndexMs = 60_000;

type Create = Table['create'];

/**
 * Makes the tables and the global secondary indexes that are missing and turns missing streams on; run again it changes nothing.
 * Throws a StartError for a table that is there with other keys, because keys cannot be changed in place.
 */
export const createTables = async (client: DynamoDBClient, tables: readonly Table[]): Promise<void> => {
  for (const { create } of tables) {
    const existing = await describe(client, create.TableName);
    if (existing) await complete(client, create, existing);
    else await client.send(new CreateTableCommand(create));
  }
};

const describe = async (client: DynamoDBClient, TableName: string): Promise<TableDescription | undefined> => {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};

const complete = async (client: DynamoDBClient, create: Create, existing: TableDescription): Promise<void> => {
  const { TableName, StreamSpecification } = create;
  const [there, wanted] = [keysOf(existing), keysOf(create)];
  for (const [what, keys] of wanted) {
    const old = there.get(what);
    if (old === undefined || old === keys) continue;
    throw new StartError(`${what} has the key (${old}) where (${keys}) is needed: run with --fresh to begin anew.`);
  }
  if (StreamSpecification && !existing.StreamSpecification?.StreamEnabled) {
    await client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
  }
  for (const index of create.GlobalSecondaryIndexes ?? []) {
    if (!there.has(nameOf(create, index))) await createIndex(client, create, index);
  }
};

type Shape = Pick<TableDescription, 'AttributeDefinitions' | 'GlobalSecondaryIndexes' | 'KeySchema' | 'TableName'>;
type Index = Pick<GlobalSecondaryIndex, 'IndexName' | 'KeySchema'>;

const nameOf = ({ TableName }: Pick<Shape, 'TableName'>, { IndexName }: Partial<Index>): string =>
  IndexName === undefined ? `Table ${TableName}` : `Index ${IndexName} of table ${TableName}`;

/** The keys of a table and of its indexes in words, by the words for each. */
const keysOf = (shape: Shape | Create): Map<string, string> => {
  const types = new Map(shape.AttributeDefinitions?.map((each) => [each.AttributeName, each.AttributeType]));
  const own: Partial<Index> = { KeySchema: shape.KeySchema };
  const all: Partial<Index>[] = [own, ...((shape.GlobalSecondaryIndexes as Index[] | undefined) ?? [])];
  return new Map(
    all.map((index) => {
      const keys = index.KeySchema?.map((key) => `${key.AttributeName} ${types.get(key.AttributeName)} ${key.KeyType}`);
      return [nameOf(shape, index), keys?.join(', ') ?? ''];
    }),
  );
};

const createIndex = async (client: DynamoDBClient, create: Create, index: GlobalSecondaryIndex): Promise<void> => {
  const { TableName } = create;
  const named = new Set(index.KeySchema?.map((key) => key.AttributeName));
  const AttributeDefinitions = create.AttributeDefinitions?.filter((each) => named.has(each.AttributeName));
  const GlobalSecondaryIndexUpdates = [{ Create: index }];
  await client.send(new UpdateTableCommand({ TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates }));
  // DynamoDB builds one index at a time, so the next may only be asked for when this one is ready.
  const deadline = Date.now() + longestIndexMs;
  while (Date.now() < deadline) {
    const indexes = (await describe(client, TableName))?.GlobalSecondaryIndexes;
    if (indexes?.find((each) => each.IndexName === index.IndexName)?.IndexStatus === 'ACTIVE') return;
    await sleep(50);
  }
  throw new StartError(`Index ${index.IndexName} of table ${TableName} is not ready within a minute.`);
};
