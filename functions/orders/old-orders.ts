import { toItem, type Item } from '../kit/store/client.ts';
import { pageOfTable } from '../kit/store/walk.ts';
import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';

/** Reads the ids of a page of all orders that were placed before a time (RFC 3339), in no order. */
export const ordersBefore = async (
  time: string,
  after: Item | undefined,
  ports: Pick<Ports, 'dynamo' | 'table'>,
): Promise<{ ids: string[]; next: Item | undefined }> => {
  const where = { condition: 'placedAt < :time', values: { ':time': time } };
  const { items, next } = await pageOfTable({ table: 'orders.orders', attributes: ['id'], where }, after, ports);
  return { ids: items.flatMap(({ id }) => id?.S ?? []), next };
};

/** Returns the deletion of an order that was placed before a time; refused for a younger one. */
export const orderDeletion = (id: string, time: string, { table }: Pick<Ports, 'table'>): Write => ({
  Delete: {
    TableName: table('orders.orders'),
    Key: toItem({ id }),
    ConditionExpression: 'attribute_not_exists(id) OR placedAt < :time',
    ExpressionAttributeValues: toItem({ ':time': time }),
  },
});
