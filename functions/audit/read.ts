import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Ports } from '../kit/ports.ts';
import { fromItem, toItem, type Item } from '../kit/store/client.ts';
import { day, seconds } from '../kit/value/time.ts';
import { dayOf, type Access } from './domain/access.ts';
import { AccessItem, accessTable } from './row.ts';

type Reading = Pick<Ports, 'dynamo' | 'table' | 'now'>;

/** A page of accesses, oldest first; `next` is where the following page begins. */
export type AccessPage = { items: Access[]; next: string | undefined };

const pageLength = 50;
/** A request looks at so many days without an access, and leaves the rest to the next page. */
const mostDays = 31;

type Condition = { index?: string; key: 'person' | 'day'; value: string; after: string };

/** Accesses of one partition after a place in it, without those whose time is over. */
const query = async ({ index, key, value, after }: Condition, limit: number, ports: Reading): Promise<Access[]> => {
  const command = {
    TableName: ports.table(accessTable),
    ...(index !== undefined && { IndexName: index }),
    KeyConditionExpression: '#key = :value AND id > :after',
    FilterExpression: 'expiresAt > :now',
    ExpressionAttributeNames: { '#key': key },
    ExpressionAttributeValues: toItem({ ':value': value, ':after': after, ':now': seconds(ports.now()) }),
  };
  const found: Access[] = [];
  let start: Item | undefined;
  do {
    const page = await ports.dynamo.send(
      new QueryCommand({ ...command, Limit: limit, ...(start && { ExclusiveStartKey: start }) }),
    );
    for (const item of page.Items ?? []) {
      const access = fromItem(AccessItem, item);
      if (access) found.push(access);
    }
    start = page.LastEvaluatedKey;
  } while (start && found.length < limit);
  return found.slice(0, limit);
};

const ofPerson = (person: string, after: string, limit: number, ports: Reading): Promise<Access[]> =>
  query({ index: 'byPerson', key: 'person', value: person, after }, limit, ports);

/** Returns every access to a person that is kept, oldest first. The index may be a moment behind. */
export const accessesOf = async (person: string, ports: Reading): Promise<Access[]> => {
  const all: Access[] = [];
  for (let more = true; more;) {
    const page = await ofPerson(person, all.at(-1)?.id ?? ' ', 1000, ports);
    all.push(...page);
    more = page.length === 1000;
  }
  return all;
};

const nextDay = (of: string): string => new Date(Date.parse(`${of}T00:00:00Z`) + day).toISOString().slice(0, 10);

/**
 * Returns a page of accesses from a time on (RFC 3339, or a date), oldest first: of one person, or of all. `cursor` is the
 * `next` of the page before.
 */
export const accesses = async (
  { person, from, cursor }: { person?: string | undefined; from: string; cursor?: string | undefined },
  ports: Reading,
): Promise<AccessPage> => {
  const begin = cursor ?? from;
  const items: Access[] = [];
  if (person !== undefined) items.push(...(await ofPerson(person, begin, pageLength, ports)));
  const today = dayOf(ports.now().toISOString());
  let each = dayOf(begin);
  for (let days = 0; person === undefined && each <= today && items.length < pageLength; days += 1) {
    if (days === mostDays) return { items, next: each };
    const after = each === dayOf(begin) ? begin : each;
    items.push(...(await query({ key: 'day', value: each, after }, pageLength - items.length, ports)));
    each = nextDay(each);
  }
  return { items, next: items.length === pageLength ? items.at(-1)?.id : undefined };
};
