import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { fromItem, toItem } from '../kit/store/client.ts';
import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { holdExpires, type Hold } from './domain/hold.ts';

const HoldRow = z.object({
  id: z.string(),
  reason: z.string(),
  at: z.string(),
  until: z.string(),
  liftedAt: z.optional(z.string()),
  lifted: z.optional(z.string()),
});

const table = 'privacy.holds';
type Store = Pick<Ports, 'dynamo' | 'table'>;

/** Reads the legal hold on an order, consistently; one that has ended or was lifted is still there for a time. */
export const getHold = async (order: string, { dynamo, table: named }: Store): Promise<Hold | undefined> => {
  const read = { TableName: named(table), Key: toItem({ id: order }), ConsistentRead: true };
  return fromItem(HoldRow, (await dynamo.send(new GetItemCommand(read))).Item);
};

/** Returns the write that sets a legal hold, in place of one before. */
export const holdPut = (hold: Hold, { table: named }: Pick<Ports, 'table'>): Write => ({
  Put: { TableName: named(table), Item: toItem({ ...hold, expiresAt: holdExpires(Date.parse(hold.until)) }) },
});

/** Returns the write that lifts a legal hold; refused when none is there, or when it was lifted before. */
export const liftWrite = (
  order: string,
  { reason, at }: { reason: string; at: Date },
  { table: named }: Pick<Ports, 'table'>,
): Write => ({
  Update: {
    TableName: named(table),
    Key: toItem({ id: order }),
    UpdateExpression: 'SET liftedAt = :at, lifted = :reason, expiresAt = :expires',
    ConditionExpression: 'attribute_exists(id) AND attribute_not_exists(liftedAt)',
    ExpressionAttributeValues: toItem({
      ':at': at.toISOString(),
      ':reason': reason,
      ':expires': holdExpires(at.getTime()),
    }),
  },
});
