import {
  GetItemCommand,
  type AttributeValue,
  type DynamoDBClient,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { contexts } from '../../functions/contexts.ts';
import { qualified, tableName, type IndexSpec, type TableSpec } from '../../functions/kit/contract.ts';

type Item = Record<string, AttributeValue>;
type Write = { TableName?: string | undefined; Key?: Item | undefined; Item?: Item | undefined };

const bytes = (text: string): number => Buffer.byteLength(text);
const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Bytes of a value, by the rules of DynamoDB's documentation. */
const sizeOf = (value: AttributeValue): number => {
  if (value.S !== undefined) return bytes(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.replace(/^-?0*|\.|0*$/g, '').length / 2) + 1;
  if (value.B !== undefined) return value.B.length;
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemSize(value.M);
  if (value.L !== undefined) return 3 + value.L.length + sum(value.L.map(sizeOf));
  return 1;
};

/** Returns the bytes of an item: its names and its values. */
export const itemSize = (item: Item): number =>
  sum(Object.entries(item).map(([name, value]) => bytes(name) + sizeOf(value)));

const kilobytes = (...items: (Item | undefined)[]): number =>
  Math.max(1, ...items.map((item) => Math.ceil((item ? itemSize(item) : 0) / 1024)));

const entryOf = (item: Item | undefined, { key, sort }: TableSpec, index: IndexSpec): Item | undefined => {
  if (!item?.[index.key] || (index.sort && !item[index.sort])) return undefined;
  const names = [key, sort, index.key, index.sort, ...(index.project ?? [])];
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
};

/** What an index costs: nothing while its entry is the same, one write for each entry that comes, goes or changes. */
const indexUnits = (before: Item | undefined, after: Item | undefined): number => {
  if (JSON.stringify(before) === JSON.stringify(after)) return 0;
  return (before ? kilobytes(before) : 0) + (after ? kilobytes(after) : 0);
};

/**
 * Returns the write units that `run` costs at the service, by the bytes of the items as they are before and after: one for
 * each kilobyte begun, twice that in a transaction, and one for an entry of an index. The emulator counts otherwise.
 */
export const writeUnits = async (
  client: DynamoDBClient,
  stage: string,
  run: () => Promise<unknown>,
): Promise<number> => {
  const specs = new Map(
    contexts.flatMap(({ name, tables = {} }) =>
      Object.entries(tables).map(
        ([table, spec]) => [tableName(stage, qualified(name, table)), spec as TableSpec] as const,
      ),
    ),
  );
  const specOf = (table = ''): TableSpec => {
    const spec = specs.get(table);
    if (!spec) throw new Error(`no contract has the table ${table}`);
    return spec;
  };
  const keyOf = ({ TableName, Key, Item }: Write): Item => {
    const { key, sort } = specOf(TableName);
    const names = [key, sort];
    return Key ?? Object.fromEntries(Object.entries(Item ?? {}).filter(([name]) => names.includes(name)));
  };
  const read = (write: Write) =>
    client.send(new GetItemCommand({ TableName: write.TableName, Key: keyOf(write), ConsistentRead: true }));

  let units = 0;
  const count = async (writes: Write[], factor: number, send: () => Promise<unknown>) => {
    const before = await Promise.all(writes.map(read));
    const answer = await send();
    const after = await Promise.all(writes.map(read));
    for (const [n, { TableName }] of writes.entries()) {
      const [was, is] = [before[n]?.Item, after[n]?.Item];
      const spec = specOf(TableName);
      units += factor * kilobytes(was, is);
      for (const index of Object.values(spec.indexes ?? {}))
        units += indexUnits(entryOf(was, spec, index), entryOf(is, spec, index));
    }
    return answer;
  };
  type Args = { input: Write & { TransactItems?: TransactWriteItem[] } };
  const spy =
    (next: (args: Args) => Promise<unknown>, { commandName = '' }: { commandName?: string }) =>
    (args: Args) => {
      const { TransactItems } = args.input;
      if (TransactItems)
        return count(
          TransactItems.flatMap((action) => Object.values(action) as Write[]),
          2,
          () => next(args),
        );
      return /^(Put|Update|Delete)Item/.test(commandName) ? count([args.input], 1, () => next(args)) : next(args);
    };
  client.middlewareStack.add(spy as never, { step: 'initialize', name: 'writeUnits' });
  await run().finally(() => client.middlewareStack.remove('writeUnits'));
  return units;
};
