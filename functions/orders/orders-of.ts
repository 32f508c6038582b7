import { BatchGetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { Unavailable } from '../kit/http/problem.ts';
import type { Ports } from '../kit/ports.ts';
import { fromItem, toItem } from '../kit/store/client.ts';
import type { Order } from './domain.ts';
import { OrderItem } from './store.ts';

/** Where a page of orders ends: the last order of it. */
export type Position = { placedAt: string; id: string };

/** Orders of a person or of several, newest first, and where the next page begins; undefined at the end. */
export type OrderPage = { orders: Order[]; next: Position | undefined };

/** Persons whose orders are read at the same time. */
const width = 10;

/** Newest first; of one instant, the greater id first. */
const order = (first: Position, second: Position): number => {
  if (first.placedAt !== second.placedAt) return first.placedAt < second.placedAt ? 1 : -1;
  return first.id === second.id ? 0 : first.id < second.id ? 1 : -1;
};

/** The newest orders of one person up to an instant: one more than a page has, and all of the very instant that the page begins at. */
const positionsOf = async (person: string, from: Position | undefined, most: number, ports: Ports) => {
  const positions: Position[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await ports.dynamo.send(
      new QueryCommand({
        TableName: ports.table('orders.orders'),
        IndexName: 'byPerson',
        KeyConditionExpression: `buyer = :person${from ? ' AND placedAt <= :from' : ''}`,
        ExpressionAttributeValues: toItem({ ':person': person, ':from': from?.placedAt }),
        ScanIndexForward: false,
        Limit: most + 1,
        ...(start && { ExclusiveStartKey: start as never }),
      }),
    );
    const found = Items.map((item) => unmarshall(item) as Position);
    positions.push(...found.filter((each) => !from || order(from, each) < 0));
    start = LastEvaluatedKey;
  } while (start && positions.length <= most);
  return positions;
};

const read = async (ids: readonly string[], ports: Ports): Promise<Map<string, Order>> => {
  if (ids.length === 0) return new Map();
  const table = ports.table('orders.orders');
  const keys = { [table]: { Keys: ids.map((id) => toItem({ id })), ConsistentRead: true } };
  const { Responses, UnprocessedKeys } = await ports.dynamo.send(new BatchGetItemCommand({ RequestItems: keys }));
  if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Unavailable('unprocessed keys');
  const orders = (Responses?.[table] ?? []).flatMap((item) => fromItem(OrderItem, item) ?? []);
  return new Map(orders.map((each) => [each.id, each]));
};

/**
 * Reads a page (at most 100) of the orders of persons, newest first. An order that was placed a moment ago may not be in the
 * index yet.
 */
export const ordersOf = async (
  persons: readonly string[],
  { limit, from }: { limit: number; from?: Position | undefined },
  ports: Ports,
): Promise<OrderPage> => {
  const positions: Position[] = [];
  for (let at = 0; at < persons.length; at += width) {
    const some = persons.slice(at, at + width);
    positions.push(...(await Promise.all(some.map((each) => positionsOf(each, from, limit, ports)))).flat());
  }
  const page = positions.sort(order).slice(0, limit);
  const orders = await read(
    page.map(({ id }) => id),
    ports,
  );
  return {
    orders: page.flatMap(({ id }) => orders.get(id) ?? []),
    next: positions.length > limit ? page.at(-1) : undefined,
  };
};
