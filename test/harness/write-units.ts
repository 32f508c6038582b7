import {
  GetItemCommand,
  type AttributeValue,
  type DynamoDBClient,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-dynamodb';
import type { InitializeMiddleware } from '@smithy/types';
import { contexts } from '../../functions/contexts.ts';
import { qualified, tableName } from '../../functions/kit/contract/names.ts';
import type { IndexSpec, TableSpec } from '../../functions/kit/contract/table.ts';

type Item = Record<string, AttributeValue>;
type Write = { TableName: string; Key?: Item; Item?: Item };

const bytes = (text: string): number => Buffer.byteLength(text);

/** The size of a value as DynamoDB counts it: text in UTF-8, two digits a byte, three bytes and one an entry for collections. */
const sizeOf = (value: AttributeValue): number => {
  if (value.S !== undefined) return bytes(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.replace(/[^0-9]/g, '').length / 2) + 1;
  if (value.B !== undefined) return value.B.byteLength;
  if (value.L) return 3 + value.L.reduce((sum, entry) => sum + 1 + sizeOf(entry), 0);
  if (value.M)
    return 3 + Object.entries(value.M).reduce((sum, [name, entry]) => sum + 1 + bytes(name) + sizeOf(entry), 0);
  return 1;
};

/** The bytes of an item, names included. */
const itemSize = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + bytes(name) + sizeOf(value), 0);

const unitsOf = (...items: (Item | undefined)[]): number =>
  Math.max(1, Math.ceil(Math.max(...items.map((item) => (item ? itemSize(item) : 0))) / 1024));

const same = (first: Item, second: Item): boolean => JSON.stringify(first) === JSON.stringify(second);

/** The entry that an item has in an index; none when it lacks a key of it. */
const entryIn = (item: Item | undefined, table: TableSpec, { key, sort, project = [] }: IndexSpec) => {
  const keys = [key, ...(sort === undefined ? [] : [sort])];
  if (!item || !keys.every((name) => name in item)) return undefined;
  const pick = (names: string[]): Item =>
    Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
  const own = [table.key, ...(table.sort === undefined ? [] : [table.sort])];
  return { keys: pick(keys), all: pick([...new Set([...own, ...keys, ...project])].sort()) };
};

const indexUnits = (before: Item | undefined, after: Item | undefined, table: TableSpec): number =>
  Object.values(table.indexes ?? {}).reduce((total, index) => {
    const [old, now] = [entryIn(before, table, index), entryIn(after, table, index)];
    if (old && now && same(old.keys, now.keys)) return total + (same(old.all, now.all) ? 0 : unitsOf(old.all, now.all));
    return total + (old ? unitsOf(old.all) : 0) + (now ? unitsOf(now.all) : 0);
  }, 0);

const specs = (stage: string) =>
  new Map(
    contexts.flatMap((context) =>
      Object.entries(context.tables ?? {}).map(([table, spec]): [string, TableSpec] => [
        tableName(stage, qualified(context.name, table)),
        spec,
      ]),
    ),
  );

const writesOf = (input: ServiceInputTypes): Write[] => {
  const { TransactItems, TableName, Key, Item } = input as {
    TransactItems?: Record<string, Write>[];
  } & Partial<Write>;
  if (TransactItems) return TransactItems.flatMap((action) => Object.values(action));
  return TableName ? [{ TableName, ...(Key && { Key }), ...(Item && { Item }) }] : [];
};

const writing = /^(PutItem|UpdateItem|DeleteItem|TransactWriteItems)Command$/;

type Read = { ConsistentRead?: boolean; Keys?: Item[]; RequestItems?: Record<string, Read> };
type Found = { Item?: Item; Items?: Item[]; Responses?: Record<string, Item[]> };

const quarters = (bytes: number): number => Math.max(1, Math.ceil(bytes / 4096));

/** Every 4 KB of an item, or of a query's items together, is a unit; half of one when the read need not be consistent. */
const readUnits = (input: Read, found: Found): number => {
  const { RequestItems, ConsistentRead = false } = input;
  const each = ConsistentRead ? 1 : 0.5;
  if (!RequestItems) {
    const items = found.Items ?? (found.Item ? [found.Item] : []);
    return each * quarters(items.reduce((sum, item) => sum + itemSize(item), 0));
  }
  return Object.entries(RequestItems).reduce((sum, [table, { Keys = [], ConsistentRead: consistent = false }]) => {
    const items = found.Responses?.[table] ?? [];
    const whole = items.reduce((all, item) => all + quarters(itemSize(item)), Keys.length - items.length);
    return sum + (consistent ? 1 : 0.5) * whole;
  }, 0);
};

/** What is asked of the database and what that costs by the service's rules; the units of each write in their order. */
export type DatabaseCost = { requests: string[]; writes: number[]; reads: number };

/**
 * Returns what a client asks while `run` runs and what it costs by the service's rules. A write: whole kilobytes of the larger
 * of the old and the new item, twice in a transaction, and one more for each entry that an index loses, gets or changes.
 * DynamoDB Local bills otherwise. Writes must not overlap; requests that failed or were refused are not counted.
 */
export const databaseCostOf = async (
  client: DynamoDBClient,
  stage: string,
  run: () => Promise<unknown>,
): Promise<DatabaseCost> => {
  const tables = specs(stage);
  const cost: DatabaseCost = { requests: [], writes: [], reads: 0 };
  /** The meter's own reads. */
  const own = new WeakSet<object>();
  const read = async ({ TableName, Key, Item }: Write): Promise<Item | undefined> => {
    const { key, sort } = tables.get(TableName) ?? { key: 'id' };
    const whole = Key ?? Item ?? {};
    const names = [key, ...(sort === undefined ? [] : [sort])];
    const place = Object.fromEntries(names.flatMap((name) => (whole[name] ? [[name, whole[name]]] : [])));
    const input = { TableName, Key: place, ConsistentRead: true };
    own.add(input);
    return (await client.send(new GetItemCommand(input))).Item;
  };
  const readAll = async (writes: Write[]) => {
    const items = [];
    for (const write of writes) items.push(await read(write));
    return items;
  };
  const meter: InitializeMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next, context) => async (args) => {
    const command = context.commandName ?? '';
    if (own.has(args.input)) return next(args);
    const writes = writing.test(command) ? writesOf(args.input) : [];
    const before = await readAll(writes);
    const answer = await next(args);
    cost.requests.push(command.replace('Command', ''));
    if (writes.length === 0) cost.reads += readUnits(args.input as Read, answer.output as Found);
    else {
      const after = await readAll(writes);
      const times = command === 'TransactWriteItemsCommand' ? 2 : 1;
      const units = writes.map(({ TableName }, n) => {
        const spec = tables.get(TableName);
        return times * unitsOf(before[n], after[n]) + (spec ? indexUnits(before[n], after[n], spec) : 0);
      });
      cost.writes.push(sum(units));
    }
    return answer;
  };
  client.middlewareStack.add(meter, { step: 'initialize', name: 'databaseCost', override: true });
  await run().finally(() => client.middlewareStack.remove('databaseCost'));
  return cost;
};

/** Returns what each write of a client costs while `run` runs (see `databaseCostOf`). */
export const writeUnitsOf = async (
  client: DynamoDBClient,
  stage: string,
  run: () => Promise<unknown>,
): Promise<number[]> => (await databaseCostOf(client, stage, run)).writes;

/** Adds numbers up. */
export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
