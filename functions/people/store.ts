import { GetItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { fromItem, toItem, type Item } from '../kit/store/client.ts';
import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { contactFields, kinds, sources, type ContactField, type Origin, type PersonKind } from './domain.ts';

export type Store = Pick<Ports, 'dynamo' | 'table'>;

const Bytes = z.instanceof(Uint8Array);
const Field = z.enum(contactFields);

/** Rows of before have no version and one source for all. */
const PersonRow = z.object({
  id: z.string(),
  kind: z._default(z.enum(kinds), 'guest'),
  sealed: z.partialRecord(Field, Bytes),
  sources: z._default(z.partialRecord(Field, z.object({ source: z.enum(sources), at: z.string() })), {}),
  version: z._default(z.int(), 0),
  at: z.string(),
});
export type PersonRow = z.infer<typeof PersonRow>;

/** Keys that were made before they had ids of their own are bound to the id of the person. */
const KeyRow = z.object({ id: z.string(), wrapped: Bytes, keyId: z.optional(z.string()) });

/** The data key of a person as it is stored; `keyId` is random, and what KMS is told in place of the person. */
export type StoredKey = { keyId: string; wrapped: Uint8Array };

/** Sealed values and where they come from, by field. */
export type SealedContact = {
  sealed: { [F in ContactField]?: Uint8Array | undefined };
  sources: { [F in ContactField]?: Origin | undefined };
};

export const persons = 'people.persons';
const keys = 'people.keys';

const newRow = (table: string, row: object): Write => ({
  Put: { TableName: table, Item: toItem(row), ConditionExpression: 'attribute_not_exists(id)' },
});

/** Returns the writes of a new person: a row and the key that opens it, each refused when the id is taken. */
export const personWrites = (
  { id, kind, contact, key, lookup, at }:
    { id: string; kind: PersonKind; contact: SealedContact; key: StoredKey; lookup: string | undefined; at: Date },
  { table }: Pick<Store, 'table'>,
): Write[] => [
  newRow(table(persons), { id, kind, ...contact, version: 1, at: at.toISOString() }),
  newRow(table(keys), { id, ...key, purpose: 'contact', lookup }),
]; // prettier-ignore

const read = async (table: string, id: string, { dynamo }: Store): Promise<Item | undefined> =>
  (await dynamo.send(new GetItemCommand({ TableName: table, Key: toItem({ id }), ConsistentRead: true }))).Item;

/** Returns the key of a person, read consistently; undefined when it is gone, which is what an erasure comes to. */
export const readKey = async (id: string, ports: Store): Promise<StoredKey | undefined> => {
  const row = fromItem(KeyRow, await read(ports.table(keys), id, ports));
  return row && { keyId: row.keyId ?? id, wrapped: row.wrapped };
};

/** Returns the row of a person and the key that opens it, read consistently, so that an erasure counts at once. */
export const readPerson = async (
  id: string,
  ports: Store,
): Promise<{ row: PersonRow | undefined; key: StoredKey | undefined }> => {
  const [row, key] = await Promise.all([read(ports.table(persons), id, ports), readKey(id, ports)]);
  return { row: fromItem(PersonRow, row), key };
};

/** Returns the write that replaces the sealed values of a person, if the row is still of this version. */
export const contactUpdate = (
  id: string,
  { sealed, sources: origins }: SealedContact,
  version: number,
  { table }: Pick<Store, 'table'>,
): Write => ({
  Update: {
    TableName: table(persons),
    Key: toItem({ id }),
    UpdateExpression: 'SET sealed = :sealed, sources = :sources, version = :next REMOVE #source',
    ConditionExpression:
      version > 0 ? 'version = :version' : 'attribute_exists(id) AND attribute_not_exists(version) AND :version = :version',
    ExpressionAttributeNames: { '#source': 'source' },
    ExpressionAttributeValues: toItem({ ':sealed': sealed, ':sources': origins, ':version': version, ':next': version + 1 }),
  },
}); // prettier-ignore

/** Returns the write by which a person is found under another address; refused when their key is gone. */
export const lookupUpdate = (id: string, lookup: string, { table }: Pick<Store, 'table'>): Write => ({
  Update: {
    TableName: table(keys),
    Key: toItem({ id }),
    UpdateExpression: 'SET lookup = :lookup',
    ConditionExpression: 'attribute_exists(id)',
    ExpressionAttributeValues: toItem({ ':lookup': lookup }),
  },
});

/** Returns the deletions of a person's key and row. */
export const personDeletions = (id: string, { table }: Pick<Store, 'table'>): Write[] =>
  [keys, persons].map((name) => ({ Delete: { TableName: table(name), Key: toItem({ id }) } }));

/** Returns the ids of all persons under a look-up hash. An index follows its table by a moment. */
export const idsUnder = async (lookup: string, { dynamo, table }: Store): Promise<string[]> => {
  const query = {
    TableName: table(keys),
    IndexName: 'byAddress',
    KeyConditionExpression: 'lookup = :lookup',
    ExpressionAttributeValues: toItem({ ':lookup': lookup }),
  };
  const ids: string[] = [];
  for await (const page of paginateQuery({ client: dynamo }, query))
    ids.push(...(page.Items ?? []).flatMap(({ id }) => (id?.S === undefined ? [] : [id.S])));
  return ids;
};
