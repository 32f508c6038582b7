import { paginateQuery } from '@aws-sdk/client-dynamodb';
import type { Ports } from '../ports.ts';
import { seconds } from '../value/time.ts';
import { toItem, type Item } from './client.ts';

/** A sparse index of what is unfinished: its partition, and `checkAt`, from when (epoch seconds) an item is due. */
export type DueIndex = { table: string; index: string; key: string; partition: string };

/**
 * Reads the items of an index that are due, oldest first, page by page. The index may be a moment behind its table: the
 * condition of whatever is written then decides.
 */
export async function* due(
  { table, index, key, partition }: DueIndex,
  { dynamo, table: nameOf, now }: Pick<Ports, 'dynamo' | 'table' | 'now'>,
): AsyncGenerator<Item> {
  const query = {
    TableName: nameOf(table),
    IndexName: index,
    KeyConditionExpression: '#key = :partition AND checkAt <= :now',
    ExpressionAttributeNames: { '#key': key },
    ExpressionAttributeValues: toItem({ ':partition': partition, ':now': seconds(now()) }),
  };
  for await (const page of paginateQuery({ client: dynamo, pageSize: 100 }, query)) yield* page.Items ?? [];
}
