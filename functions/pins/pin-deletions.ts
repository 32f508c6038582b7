import { toItem } from '../kit/store/client.ts';
import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { holdOf, pinsIn } from './hold-row.ts';

/** Returns the deletions of the PINs that an order has, and of its hold, when the order itself goes; none for an order without. */
export const pinDeletions = async (order: string, ports: Pick<Ports, 'dynamo' | 'table'>): Promise<Write[]> => {
  const hold = await holdOf(order, ports);
  if (!hold) return [];
  const held = {
    ConditionExpression: 'attribute_not_exists(id) OR heldBy = :order',
    ExpressionAttributeValues: toItem({ ':order': order }),
  };
  return [
    ...[...pinsIn(hold), ...(hold.replaced ?? []).map(({ sku, from: id }) => ({ sku, id }))].map(({ sku, id }) => ({
      Delete: { TableName: ports.table('pins.pins'), Key: toItem({ sku, id }), ...held },
    })),
    { Delete: { TableName: ports.table('pins.holds'), Key: toItem({ order }) } },
  ];
};
