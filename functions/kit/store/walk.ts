import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Ports } from '../ports.ts';
import { toItem, type Item } from './client.ts';

/** A page of a table's rows, and the key after which the next page begins; undefined at the end. */
export type Page = { items: Item[]; next: Item | undefined };

/** How a table is walked: which attributes are read, and which rows are left out. */
export type Walk = {
  table: string;
  attributes: readonly string[];
  where?: { condition: string; values: Record<string, unknown> };
};

const pageLength = 100;

/** Reads a page of a table, in no order: for what is done to every row some day, and is no hurry. */
export const pageOfTable = async (
  { table, attributes, where }: Walk,
  after: Item | undefined,
  { dynamo, table: named }: Pick<Ports, 'dynamo' | 'table'>,
): Promise<Page> => {
  const { Items: items = [], LastEvaluatedKey: next } = await dynamo.send(
    new ScanCommand({
      TableName: named(table),
      Limit: pageLength,
      ProjectionExpression: attributes.map((_, at) => `#a${at}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries(attributes.map((name, at) => [`#a${at}`, name])),
      ...(where && { FilterExpression: where.condition, ExpressionAttributeValues: toItem(where.values) }),
      ...(after && { ExclusiveStartKey: after }),
    }),
  );
  return { items, next };
};
