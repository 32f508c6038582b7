import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { toItem } from '../kit/store/client.ts';
import type { Ports } from '../kit/ports.ts';
import { seconds } from '../kit/value/time.ts';

/** The ids of orders in a queue that are due to be looked at, oldest first, page by page. */
export async function* dueOrders(queue: 'payment' | 'fulfilment', ports: Ports): AsyncGenerator<string> {
  const pages = paginateQuery(
    { client: ports.dynamo, pageSize: 100 },
    {
      TableName: ports.table('orders.orders'),
      IndexName: 'open',
      KeyConditionExpression: '#open = :queue AND checkAt <= :now',
      ExpressionAttributeNames: { '#open': 'open' },
      ExpressionAttributeValues: toItem({ ':queue': queue, ':now': seconds(ports.now()) }),
    },
  );
  for await (const page of pages) for (const item of page.Items ?? []) yield unmarshall(item)['id'] as string;
}
