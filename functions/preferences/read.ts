import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../kit/store/client.ts';
import { pageOfTable } from '../kit/store/walk.ts';
import type { Ports } from '../kit/ports.ts';
import type { Address, Topic } from './domain/address.ts';
import { keyOf, parsed } from './row.ts';

type Store = Pick<Ports, 'dynamo' | 'table'>;

/** Reads what is known of a mailbox, consistently; undefined where nothing is. */
export const addressOf = async (hash: string, ports: Store): Promise<Address | undefined> =>
  parsed((await ports.dynamo.send(new GetItemCommand({ ...keyOf(hash, ports), ConsistentRead: true }))).Item);

/** Somebody who said yes to a topic; whether they may be written to is decided by the claim. */
export type Subscriber = { hash: string; person: string; country: string | undefined };

/**
 * Reads a page of those who said yes to a topic and refused nothing since, in no order. A page may be empty and not the last:
 * `next` tells.
 */
export const subscribersFrom = async (
  topic: Topic,
  after: Item | undefined,
  ports: Store,
): Promise<{ subscribers: Subscriber[]; next: Item | undefined }> => {
  const walk = {
    table: 'preferences.addresses',
    attributes: ['id', 'person', 'country', topic, 'suppressed'],
  };
  const { items, next } = await pageOfTable(walk, after, ports);
  const agreed = items.filter((item) => item[topic]?.M?.['state']?.S === 'yes' && !item['suppressed']);
  const subscribers = agreed.flatMap(({ id, person, country }) =>
    id?.S === undefined || person?.S === undefined ? [] : [{ hash: id.S, person: person.S, country: country?.S }],
  );
  return { subscribers, next };
};
