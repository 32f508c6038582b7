import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { toItem } from '../kit/store/client.ts';
import type { Ports } from '../kit/ports.ts';
import { seconds } from '../kit/value/time.ts';

/** Ids of letters that are due, oldest first. The index may lag; the claim decides. */
export async function* dueLetters(
  now: Date,
  { dynamo, table }: Pick<Ports, 'dynamo' | 'table'>,
): AsyncGenerator<string> {
  const pages = paginateQuery(
    { client: dynamo, pageSize: 100 },
    {
      TableName: table('mail.outbox'),
      IndexName: 'waiting',
      KeyConditionExpression: 'waiting = :yes AND checkAt <= :now',
      ExpressionAttributeValues: toItem({ ':yes': 'y', ':now': seconds(now) }),
    },
  );
  for await (const page of pages) for (const item of page.Items ?? []) yield String(unmarshall(item)['id']);
}
