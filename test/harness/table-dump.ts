import { paginateScan, PutItemCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { contexts } from '../../functions/contexts.ts';
import { qualified, tableName } from '../../functions/kit/contract/names.ts';
import type { TableSpec } from '../../functions/kit/contract/table.ts';

type Item = Record<string, AttributeValue>;

/** Every table of the contracts by its qualified name. */
export const allTables = (): Map<string, TableSpec> =>
  new Map(
    contexts.flatMap(({ name, tables = {} }) =>
      Object.entries(tables).map(([table, spec]) => [qualified(name, table), spec] as const),
    ),
  );

const scan = async (client: DynamoDBClient, table: string): Promise<Item[]> => {
  const items: Item[] = [];
  for await (const page of paginateScan({ client }, { TableName: table, ConsistentRead: true }))
    items.push(...(page.Items ?? []));
  return items;
};

/** What all tables of a stage hold, by qualified name: what a backup of them would hold. */
export const dumpTables = async (client: DynamoDBClient, stage: string): Promise<Map<string, Item[]>> => {
  const dump = new Map<string, Item[]>();
  for (const name of allTables().keys()) dump.set(name, await scan(client, tableName(stage, name)));
  return dump;
};

/** Puts the rows of a dump back, as a restore from a backup does. */
export const putBack = async (client: DynamoDBClient, stage: string, dump: Map<string, Item[]>): Promise<void> => {
  for (const [name, items] of dump)
    for (const Item of items) await client.send(new PutItemCommand({ TableName: tableName(stage, name), Item }));
};

/** One value of a row, and the path that leads to it; places in lists are `*`. */
export type Leaf = { path: string[]; value: unknown };

const leavesOf = (value: unknown, path: string[] = []): Leaf[] => {
  if (Array.isArray(value)) return value.flatMap((each) => leavesOf(each, [...path, '*']));
  if (value instanceof Set) return [...value].flatMap((each) => leavesOf(each, [...path, '*']));
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array))
    return Object.entries(value).flatMap(([name, each]) => leavesOf(each, [...path, name]));
  return [{ path, value }];
};

/** Every value of an item with its path, names of maps included. */
export const valuesOf = (item: Item): Leaf[] => leavesOf(unmarshall(item));

/** A dump as text, bytes as Latin-1 and in base64: what somebody sees who searches it. */
export const asSearched = (dump: Map<string, Item[]>): string =>
  JSON.stringify(
    [...dump].map(([name, items]) => [name, items.map((item) => unmarshall(item))]),
    (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value),
  );
