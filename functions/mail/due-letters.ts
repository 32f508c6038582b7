import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { values, type Item } from '../kit/dynamo.ts';
import { seconds, type Ports } from '../kit/ports.ts';

/** Ids of letters that are due, page by page, oldest first. The index may lag; the claim decides. */
export async function* dueLetters(
  now: Date,
  pageSize: number,
  { dynamo, table }: Pick<Ports, 'dynamo' | 'table'>,
): AsyncGenerator<string[]> {
  let from: Item | undefined;
  do {
    const page = await dynamo.send(
      new QueryCommand({
        TableName: table('mail.outbox'),
        IndexName: 'waiting',
        KeyConditionExpression: 'waiting = :yes AND checkAt <= :now',
        ExpressionAttributeValues: values({ ':yes': 'y', ':now': seconds(now) }),
        Limit: pageSize,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    yield (page.Items ?? []).map((item) => String(unmarshall(item)['id']));
    from = page.LastEvaluatedKey;
  } while (from);
}
