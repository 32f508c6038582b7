import * as z from 'zod/mini';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { KeyRing } from '../kit/crypto/tokens.ts';
import { fromItem, toItem, type Item } from '../kit/store/client.ts';
import { pageOfTable } from '../kit/store/walk.ts';
import { apply } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { emailOf } from './contact.ts';
import { kinds, type PersonKind } from './domain.ts';
import { lookupOf } from './look-up.ts';
import type { Sealing } from './sealing.ts';

const Known = z.object({ id: z.string(), kind: z._default(z.enum(kinds), 'guest'), at: z.string() });

/** Who is there since when; no contact is opened for it. */
export type KnownPerson = { id: string; kind: PersonKind; at: string };

/** Reads a page of all persons, in no order, for the daily worker of retention. */
export const personsFrom = async (
  after: Item | undefined,
  ports: Pick<Ports, 'dynamo' | 'table'>,
): Promise<{ persons: KnownPerson[]; next: Item | undefined }> => {
  const walk = { table: 'people.persons', attributes: ['id', 'kind', 'at'] };
  const { items, next } = await pageOfTable(walk, after, ports);
  return { persons: items.flatMap((item) => fromItem(Known, item) ?? []), next };
};

const rehash = async (id: string, old: string | undefined, ports: Sealing & { secrets: Secrets }): Promise<boolean> => {
  const email = await emailOf(id, ports);
  if (email === undefined) return false;
  const write = {
    Update: {
      TableName: ports.table('people.keys'),
      Key: toItem({ id }),
      UpdateExpression: 'SET lookup = :lookup',
      ConditionExpression:
        old === undefined ? 'attribute_exists(id) AND attribute_not_exists(lookup)' : 'lookup = :old',
      ExpressionAttributeValues: toItem({
        ':lookup': await lookupOf(email, ports),
        ...(old !== undefined && { ':old': old }),
      }),
    },
  };
  return (await apply(write, ports)).applied;
};

/**
 * Goes over a page of all keys and hashes those look-ups anew that are not under the current key of the ring. Returns how many
 * those were; once a whole round finds none, older keys of the ring can go.
 */
export const rehashLookups = async (
  after: Item | undefined,
  ports: Sealing & { secrets: Secrets },
): Promise<{ rehashed: number; next: Item | undefined }> => {
  const { current } = await ports.secrets('person-lookup-keys', KeyRing);
  const where = { condition: 'NOT begins_with(lookup, :current)', values: { ':current': `${current}.` } };
  const { items, next } = await pageOfTable(
    { table: 'people.keys', attributes: ['id', 'lookup'], where },
    after,
    ports,
  );
  let rehashed = 0;
  for (const { id, lookup } of items) if (await rehash(id?.S ?? '', lookup?.S, ports)) rehashed += 1;
  return { rehashed, next };
};
