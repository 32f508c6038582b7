import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { contexts } from '../../../functions/contexts.ts';
import { tableName } from '../../../functions/kit/contract/names.ts';
import { fits, updated, type Plain } from './expressions.ts';

type Item = Parameters<typeof unmarshall>[0];
type Action = {
  TableName: string;
  Key?: Item;
  Item?: Item;
  UpdateExpression?: string;
  ConditionExpression?: string;
  KeyConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Item;
  Limit?: number;
};

const stage = 'test';
const named = (name: string, more: object = {}) => Object.assign(new Error(name), { name, ...more });
const item = (plain: Plain | undefined) => plain && marshall(plain, { removeUndefinedValues: true });

const keysOf = new Map(
  contexts.flatMap((context) =>
    Object.entries(context.tables ?? {}).map(([table, { key, sort }]) => [
      tableName(stage, `${context.name}.${table}`),
      sort === undefined ? [key] : [key, sort],
    ]),
  ),
);

/** Told of every write of an item: how it was, and how it is. */
export type Watch = (table: string, before: Plain | undefined, after: Plain | undefined) => void;

/** DynamoDB in memory, as far as money needs it: conditions decide, transactions are all or nothing, indexes are never behind. */
export const memoryDatabase = (watch: Watch = () => undefined) => {
  const tables = new Map<string, Map<string, Plain>>();
  const rowsOf = (table: string): Map<string, Plain> => {
    const rows = tables.get(table) ?? new Map<string, Plain>();
    tables.set(table, rows);
    return rows;
  };
  const keyOf = (table: string, plain: Plain): string =>
    JSON.stringify((keysOf.get(table) ?? []).map((name) => plain[name]));
  const expressionOf = ({ ExpressionAttributeNames, ExpressionAttributeValues }: Action) => ({
    names: ExpressionAttributeNames,
    values: ExpressionAttributeValues && unmarshall(ExpressionAttributeValues),
  });

  const prepare = (action: Action) => {
    const given = unmarshall(action.Item ?? action.Key ?? {});
    const key = keyOf(action.TableName, given);
    const before = rowsOf(action.TableName).get(key);
    const expression = expressionOf(action);
    const isAllowed = fits(action.ConditionExpression, before ?? {}, expression);
    const after = action.Item
      ? given
      : action.UpdateExpression
        ? updated(action.UpdateExpression, before ?? given, expression)
        : undefined;
    return { table: action.TableName, key, before, after, isAllowed };
  };
  const write = ({ table, key, before, after }: ReturnType<typeof prepare>): void => {
    if (after) rowsOf(table).set(key, after);
    else rowsOf(table).delete(key);
    watch(table, before, after);
  };
  const writeOne = (action: Action) => {
    const prepared = prepare(action);
    if (!prepared.isAllowed) throw named('ConditionalCheckFailedException', { Item: item(prepared.before) });
    write(prepared);
    return { Attributes: item(prepared.after) };
  };
  const writeAll = (entries: Record<string, Action>[]) => {
    const prepared = entries.map((entry) => {
      const [kind = '', action] = Object.entries(entry)[0] ?? [];
      return { ...prepare(action as Action), isCheck: kind === 'ConditionCheck' };
    });
    const reasons = prepared.map(({ isAllowed }) => ({ Code: isAllowed ? 'None' : 'ConditionalCheckFailed' }));
    if (prepared.some(({ isAllowed }) => !isAllowed))
      throw named('TransactionCanceledException', { CancellationReasons: reasons });
    prepared.filter(({ isCheck }) => !isCheck).forEach(write);
    return {};
  };
  const query = (action: Action) => {
    const rows = [...rowsOf(action.TableName).values()];
    const found = rows.filter((row) => fits(action.KeyConditionExpression, row, expressionOf(action)));
    return { Items: found.slice(0, action.Limit ?? 100).map((row) => item(row)) };
  };
  const batch = (requests: Record<string, { Keys: Item[] }>) => ({
    Responses: Object.fromEntries(
      Object.entries(requests).map(([table, { Keys }]) => [
        table,
        Keys.map((key) => item(rowsOf(table).get(keyOf(table, unmarshall(key))))).filter((row) => row !== undefined),
      ]),
    ),
  });

  /** Does what a command of the SDK asks for, at once. */
  const run = (command: { constructor: { name: string }; input: never }): unknown => {
    const input = command.input as Action & { TransactItems: never; RequestItems: never };
    switch (command.constructor.name) {
      case 'GetItemCommand':
        return { Item: item(rowsOf(input.TableName).get(keyOf(input.TableName, unmarshall(input.Key ?? {})))) };
      case 'QueryCommand':
        return query(input);
      case 'BatchGetItemCommand':
        return batch(input.RequestItems);
      case 'TransactWriteItemsCommand':
        return writeAll(input.TransactItems);
      default:
        return writeOne(input);
    }
  };
  /** The rows of a table, such as `orders.orders`. */
  const rows = (table: string): Plain[] => [...rowsOf(tableName(stage, table)).values()];
  const put = (table: string, row: Plain): void => {
    const name = tableName(stage, table);
    rowsOf(name).set(keyOf(name, row), row);
  };
  return { run, rows, put };
};

export type MemoryDatabase = ReturnType<typeof memoryDatabase>;

/** Returns a client whose calls go through `send`. */
export const clientOf = (send: (command: never) => Promise<unknown>): DynamoDBClient =>
  ({ send }) as unknown as DynamoDBClient;
