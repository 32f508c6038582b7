import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Ports } from '../kit/ports.ts';
import { due } from '../kit/store/due.ts';
import type { Queue } from './domain.ts';

/** Reads the ids of orders in a queue that are due to be looked at, oldest first, page by page. */
export async function* dueOrders(queue: Queue, ports: Ports): AsyncGenerator<string> {
  const open = { table: 'orders.orders', index: 'open', key: 'open', partition: queue };
  for await (const item of due(open, ports)) yield String(unmarshall(item)['id']);
}
