import { contexts } from '../../functions/contexts.ts';
import { qualified, tableName } from '../../functions/kit/contract/names.ts';

type Call = {
  TableName?: string;
  IndexName?: string;
  RequestItems?: Record<string, unknown>;
  TransactItems?: Record<string, { TableName: string }>[];
};

const qualifiedNames = new Map(
  contexts.flatMap((context) =>
    Object.keys(context.tables ?? {}).map((table) => {
      const name = qualified(context.name, table);
      return [tableName('local', name), name] as const;
    }),
  ),
);

const named = (table: string): string => qualifiedNames.get(table) ?? table;

/** The actions of a transaction are judged one by one, each by its own name. */
const transactionActions: Record<string, string> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

/** What IAM judges of a call to DynamoDB: `table:Action`, with the index where one is queried. */
export const actionsOf = (operation: string, body: string): string[] => {
  const call = JSON.parse(body) as Call;
  if (call.TransactItems)
    return call.TransactItems.flatMap((action) =>
      Object.entries(action).map(([kind, { TableName }]) => `${named(TableName)}:${transactionActions[kind]}`),
    );
  if (call.RequestItems) return Object.keys(call.RequestItems).map((table) => `${named(table)}:${operation}`);
  const resource = `${named(call.TableName ?? '')}${call.IndexName ? `/${call.IndexName}` : ''}`;
  return [`${resource}:${operation}`];
};
