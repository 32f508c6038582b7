import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { fromItem, toItem, type Item } from '../kit/store/client.ts';
import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';

type Store = Pick<Ports, 'dynamo' | 'table'>;

const Bytes = z.instanceof(Uint8Array);
const PersonRow = z.object({ id: z.string(), sealed: z.object({ email: Bytes }) });
/** Keys that were made before they had ids of their own are bound to the id of the person. */
const KeyRow = z.object({ id: z.string(), wrapped: Bytes, keyId: z.optional(z.string()) });

/** The data key of a person as it is stored; `keyId` is random, and what KMS is told in place of the person. */
export type StoredKey = { keyId: string; wrapped: Uint8Array };

const persons = 'people.persons';
const keys = 'people.keys';

const newRow = (table: string, row: object): Write => ({
  Put: { TableName: table, Item: toItem(row), ConditionExpression: 'attribute_not_exists(id)' },
});

/** Returns the writes of a new person: a row and the key that opens it, each refused when the id is taken. */
export const personWrites = (
  person: { id: string; email: Uint8Array; key: StoredKey; at: Date },
  { table }: Pick<Store, 'table'>,
): Write[] => [
  newRow(table(persons), {
    id: person.id,
    sealed: { email: person.email },
    source: 'self',
    at: person.at.toISOString(),
  }),
  newRow(table(keys), { id: person.id, ...person.key, purpose: 'contact' }),
];

const read = async (
  table: string,
  id: string,
  fields: readonly string[],
  { dynamo }: Store,
): Promise<Item | undefined> => {
  const answer = await dynamo.send(
    new GetItemCommand({
      TableName: table,
      Key: toItem({ id }),
      ConsistentRead: true,
      ProjectionExpression: ['id', ...fields.map((_, at) => `#field${at}`)].join(', '),
      ExpressionAttributeNames: Object.fromEntries(fields.map((field, at) => [`#field${at}`, field])),
    }),
  );
  return answer.Item;
};

/**
 * Returns the sealed address and the key that opens it; undefined when either row is gone. Consistent reads: an
 * erasure counts at once.
 */
export const readSealedEmail = async (
  id: string,
  ports: Store,
): Promise<{ email: Uint8Array; key: StoredKey } | undefined> => {
  const [person, key] = await Promise.all([
    read(ports.table(persons), id, ['sealed'], ports),
    read(ports.table(keys), id, ['wrapped', 'keyId'], ports),
  ]);
  const row = fromItem(PersonRow, person);
  const found = fromItem(KeyRow, key);
  return row && found && { email: row.sealed.email, key: { keyId: found.keyId ?? id, wrapped: found.wrapped } };
};
