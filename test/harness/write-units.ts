import {
  GetItemCommand,
  type AttributeValue,
  type DynamoDBClient,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-dynamodb';
import type { InitializeMiddleware } from '@smithy/types';
import { contexts } from '../../functions/contexts.ts';
import { qualified, tableName, type IndexSpec, type TableSpec } from '../../functions/kit/contract/contract.ts';

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

const units = (...items: (Item | undefined)[]): number =>
  Math.max(1, Math.ceil(Math.max(...items.map((item) => (item ? itemSize(item) : 0))) / 1024));

const same = (one: Item, other: Item): boolean => JSON.stringify(one) === JSON.stringify(other);

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
  Object.values(table.indexes ?? {}).reduce((sum, index) => {
    const [old, now] = [entryIn(before, table, index), entryIn(after, table, index)];
    if (old && now && same(old.keys, now.keys)) return sum + (same(old.all, now.all) ? 0 : units(old.all, now.all));
    return sum + (old ? units(old.all) : 0) + (now ? units(now.all) : 0);
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

/**
 * Returns what each write of a client costs while `run` runs, in their order, by the service's rules: whole kilobytes of the larger of the
 * old and the new item, twice in a transaction, and one more for each entry that an index loses, gets or changes.
 * DynamoDB Local bills otherwise. Writes must not overlap; those that were refused are not counted.
 */
export const writeUnitsOf = async (
  client: DynamoDBClient,
  stage: string,
  run: () => Promise<unknown>,
): Promise<number[]> => {
  const tables = specs(stage);
  const costs: number[] = [];
  let reading = false;
  const read = async ({ TableName, Key, Item }: Write): Promise<Item | undefined> => {
    const { key, sort } = tables.get(TableName) ?? { key: 'id' };
    const whole = Key ?? Item ?? {};
    const names = [key, ...(sort === undefined ? [] : [sort])];
    const own = Object.fromEntries(names.flatMap((name) => (whole[name] ? [[name, whole[name]]] : [])));
    return (await client.send(new GetItemCommand({ TableName, Key: own, ConsistentRead: true }))).Item;
  };
  const readAll = async (writes: Write[]) => {
    reading = true;
    const items = [];
    for (const write of writes) items.push(await read(write));
    reading = false;
    return items;
  };
  const meter: InitializeMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next, context) => async (args) => {
    const command = context.commandName ?? '';
    if (reading || !writing.test(command)) return next(args);
    const writes = writesOf(args.input);
    const before = await readAll(writes);
    const answer = await next(args);
    const after = await readAll(writes);
    const times = command === 'TransactWriteItemsCommand' ? 2 : 1;
    const cost = writes.map(({ TableName }, n) => {
      const spec = tables.get(TableName);
      return times * units(before[n], after[n]) + (spec ? indexUnits(before[n], after[n], spec) : 0);
    });
    costs.push(cost.reduce((sum, one) => sum + one, 0));
    return answer;
  };
  client.middlewareStack.add(meter, { step: 'initialize', name: 'writeUnits', override: true });
  await run().finally(() => client.middlewareStack.remove('writeUnits'));
  return costs;
};
