import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../stand-in/start-error.ts';
import type { Table } from '../template/cloud.ts';
import { isError, type DatabaseCall } from './call.ts';

const longestIndexMs = 60_000;

type Create = Table['create'];
type Index = NonNullable<Create['GlobalSecondaryIndexes']>[number];

/** A table as DescribeTable has it. */
type Existing = Pick<Create, 'AttributeDefinitions' | 'KeySchema' | 'StreamSpecification' | 'TableName'> & {
  GlobalSecondaryIndexes?: (Index & { IndexStatus: string })[];
  LatestStreamArn?: string;
};

/**
 * Makes the tables and the global secondary indexes that are missing and turns missing streams on; run again it changes nothing.
 * Throws a StartError for a table that is there with other keys, because keys cannot be changed in place.
 */
export const createTables = async (call: DatabaseCall, tables: readonly Table[]): Promise<void> => {
  for (const { create } of tables) {
    const existing = await describeTable(call, create.TableName);
    if (existing) await complete(call, create, existing);
    else await call('CreateTable', create);
  }
};

/** Returns a table as it is; undefined where there is none. */
export const describeTable = async (call: DatabaseCall, TableName: string): Promise<Existing | undefined> => {
  try {
    return (await call<{ Table: Existing }>('DescribeTable', { TableName })).Table;
  } catch (error) {
    if (isError(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
};

const complete = async (call: DatabaseCall, create: Create, existing: Existing): Promise<void> => {
  const { TableName, StreamSpecification } = create;
  const there = keysOf(existing);
  for (const [what, keys] of keysOf(create)) {
    const old = there.get(what) ?? keys;
    if (old === keys) continue;
    throw new StartError(`${what} has the key (${old}) where (${keys}) is needed: run with --fresh to begin anew.`);
  }
  if (StreamSpecification && !existing.StreamSpecification?.StreamEnabled) {
    await call('UpdateTable', { TableName, StreamSpecification });
  }
  for (const index of create.GlobalSecondaryIndexes ?? []) {
    if (!there.has(nameOf(TableName, index))) await createIndex(call, create, index);
  }
};

const nameOf = (table: string, { IndexName }: Partial<Index>): string =>
  IndexName === undefined ? `Table ${table}` : `Index ${IndexName} of table ${table}`;

/** The keys of a table and of its indexes, in words, by what has them. */
const keysOf = (shape: Create | Existing): Map<string, string> => {
  const types = new Map(shape.AttributeDefinitions?.map((each) => [each.AttributeName, each.AttributeType]));
  const all: Partial<Index>[] = [{ KeySchema: shape.KeySchema }, ...(shape.GlobalSecondaryIndexes ?? [])];
  const keys = ({ KeySchema = [] }: Partial<Index>): string =>
    KeySchema.map((key) => `${key.AttributeName} ${types.get(key.AttributeName)} ${key.KeyType}`).join(', ');
  return new Map(all.map((index) => [nameOf(shape.TableName, index), keys(index)]));
};

const createIndex = async (call: DatabaseCall, create: Create, index: Index): Promise<void> => {
  const { TableName } = create;
  const named = new Set(index.KeySchema?.map((key) => key.AttributeName));
  const AttributeDefinitions = create.AttributeDefinitions?.filter((each) => named.has(each.AttributeName));
  const GlobalSecondaryIndexUpdates = [{ Create: index }];
  await call('UpdateTable', { TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates });
  // DynamoDB builds one index at a time, so the next may only be asked for when this one is ready.
  const deadline = Date.now() + longestIndexMs;
  while (Date.now() < deadline) {
    const indexes = (await describeTable(call, TableName))?.GlobalSecondaryIndexes;
    if (indexes?.find((each) => each.IndexName === index.IndexName)?.IndexStatus === 'ACTIVE') return;
    await sleep(50);
  }
  throw new StartError(`Index ${index.IndexName} of table ${TableName} is not ready within a minute.`);
};
