import { GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { fromItem, toItem } from '../../kit/store/client.ts';
import { isNew } from '../../kit/store/condition.ts';
import { due } from '../../kit/store/due.ts';
import { StoredMoney } from '../../kit/store/schemas.ts';
import { apply, type Write } from '../../kit/store/write.ts';
import type { Ports } from '../../kit/ports.ts';
import { daySeconds, seconds } from '../../kit/value/time.ts';
import type { Disclosure } from '../domain/disclosure.ts';
import type { DisputeRecord } from '../domain/disputes.ts';
import { disputeDays } from '../domain/kept.ts';

const Action = z.enum(['evidence', 'accept']);
const DisputeItem = z.object({
  id: z.string(),
  order: z.string(),
  capture: z.string(),
  state: z.enum(['open', 'won', 'lost']),
  status: z.string(),
  stage: z.optional(z.string()),
  reason: z.optional(z.string()),
  amount: StoredMoney,
  due: z.optional(z.int()),
  updated: z.string(),
  opened: z.string(),
  offers: z.array(Action),
  response: z.optional(z.object({ action: Action, by: z.string(), at: z.string(), done: z.optional(z.boolean()) })),
  warned: z.optional(z.int()),
  parked: z.optional(z.string()),
  checkAt: z.int(),
  version: z.int(),
});

const table = 'payments.disputes';
const asRead = 'version = :version';

/** Reads a dispute, consistently. */
export const getDispute = async (id: string, ports: Ports): Promise<DisputeRecord | undefined> => {
  const command = new GetItemCommand({ TableName: ports.table(table), Key: toItem({ id }), ConsistentRead: true });
  return fromItem(DisputeItem, (await ports.dynamo.send(command)).Item);
};

/** Returns the put of a dispute, refused unless the one that is there is of the version before. */
export const disputePut = (record: DisputeRecord, ports: Pick<Ports, 'table'>): Write => {
  const expiresAt = seconds(new Date(record.opened)) + disputeDays * daySeconds;
  return {
    Put: {
      TableName: ports.table(table),
      Item: toItem({ ...record, expiresAt }),
      ...(record.version === 1
        ? { ConditionExpression: isNew }
        : { ConditionExpression: asRead, ExpressionAttributeValues: toItem({ ':version': record.version - 1 }) }),
    },
  };
};

/** Sets when a dispute is looked at again, whatever else has become of it. */
export const lookAgain = async (id: string, at: Date, ports: Ports): Promise<void> => {
  const update = {
    TableName: ports.table(table),
    Key: toItem({ id }),
    UpdateExpression: 'SET checkAt = :at',
    ConditionExpression: '#state = :open',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: toItem({ ':at': seconds(at), ':open': 'open' }),
  };
  await apply({ Update: update }, ports);
};

/** Reads the ids of the open disputes that are due to be looked at. */
export async function* dueDisputes(ports: Ports): AsyncGenerator<string> {
  const index = { table, index: 'byState', key: 'state', partition: 'open' };
  for await (const item of due(index, ports)) yield String(unmarshall(item)['id']);
}

/** Reads a page of the disputes of a state: open ones by when something is due for them, others by when they ended. */
export const disputesOf = async (
  state: DisputeRecord['state'],
  { limit, after }: { limit: number; after?: { id: string; checkAt: number } | undefined },
  ports: Ports,
): Promise<{ items: DisputeRecord[]; next?: { id: string; checkAt: number } | undefined }> => {
  const { Items = [], LastEvaluatedKey: last } = await ports.dynamo.send(
    new QueryCommand({
      TableName: ports.table(table),
      IndexName: 'byState',
      KeyConditionExpression: '#state = :state',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: toItem({ ':state': state }),
      Limit: limit,
      ...(after && { ExclusiveStartKey: toItem({ ...after, state }) }),
    }),
  );
  const read = await Promise.all(Items.map((item) => getDispute(String(unmarshall(item)['id']), ports)));
  const items = read.filter((item) => item?.state === state) as DisputeRecord[];
  const at = last && unmarshall(last);
  return { items, ...(at && { next: { id: String(at['id']), checkAt: Number(at['checkAt']) } }) };
};

/** Records a disclosure once, before anything leaves; one that is there under its id is the same. Throws when it cannot be recorded. */
export const recordDisclosure = async (disclosure: Disclosure, ports: Ports): Promise<void> => {
  const expiresAt = seconds(new Date(disclosure.at)) + disputeDays * daySeconds;
  const put = {
    TableName: ports.table('payments.disclosures'),
    Item: toItem({ ...disclosure, expiresAt }),
    ConditionExpression: isNew,
  };
  await apply({ Put: put }, ports);
};
