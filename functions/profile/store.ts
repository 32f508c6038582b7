import { GetItemCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { fromItem, toItem, type Item } from '../kit/dynamo.ts';
import type { Ports } from '../kit/ports.ts';

type Store = Pick<Ports, 'dynamo' | 'table'>;

const Bytes = z.instanceof(Uint8Array);
const PersonRow = z.object({ id: z.string(), sealed: z.object({ email: Bytes }) });
const KeyRow = z.object({ id: z.string(), wrapped: Bytes });

const persons = 'profile.persons';
const keys = 'profile.keys';

const putOnce = (table: string, row: object): TransactWriteItem => ({
  Put: { TableName: table, Item: toItem(row), ConditionExpression: 'attribute_not_exists(id)' },
});

/** The writes of a new person: a row and the key that opens it, each refused when the id is taken. */
export const putPerson = (
  person: { id: string; email: Uint8Array; wrapped: Uint8Array; at: Date },
  { table }: Pick<Store, 'table'>,
): TransactWriteItem[] => [
  putOnce(table(persons), {
    id: person.id,
    sealed: { email: person.email },
    source: 'self',
    at: person.at.toISOString(),
  }),
  putOnce(table(keys), { id: person.id, wrapped: person.wrapped, purpose: 'contact' }),
];

const read = async (table: string, id: string, field: string, { dynamo }: Store): Promise<Item | undefined> => {
  const answer = await dynamo.send(
    new GetItemCommand({
      TableName: table,
      Key: toItem({ id }),
      ConsistentRead: true,
      ProjectionExpression: 'id, #field',
      ExpressionAttributeNames: { '#field': field },
    }),
  );
  return answer.Item;
};

/** The sealed address and the wrapped key that opens it; undefined when either row is gone. Consistent reads: an erasure counts at once. */
export const readSealedEmail = async (
  id: string,
  ports: Store,
): Promise<{ email: Uint8Array; wrapped: Uint8Array } | undefined> => {
  const [person, key] = await Promise.all([
    read(ports.table(persons), id, 'sealed', ports),
    read(ports.table(keys), id, 'wrapped', ports),
  ]);
  const row = fromItem(PersonRow, person);
  const wrapped = fromItem(KeyRow, key)?.wrapped;
  return row && wrapped && { email: row.sealed.email, wrapped };
};
