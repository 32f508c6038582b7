import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { errorFields } from '../kit/log.ts';
import type { Ports } from '../kit/ports.ts';
import { toItem, type Item } from '../kit/store/client.ts';
import { transact } from '../kit/store/write.ts';
import type { Counts } from '../kit/work/sweep.ts';
import { day } from '../kit/value/time.ts';
import { ordersBefore, orderDays, orderDeletion, ordersOf } from '../orders/public.ts';
import {
  emailOf,
  forgetWrites,
  journalFrom,
  mailboxHash,
  personsFrom,
  replayEntry,
  rehashLookups,
  type KnownPerson,
} from '../people/public.ts';
import { addressOf, topics } from '../preferences/public.ts';
import { pinDeletions } from '../pins/public.ts';
import { guestDays, isGuestOver } from './domain/retention.ts';
import { heldUntil } from './domain/hold.ts';
import { getHold } from './holds.ts';
import { reasonsToKeep } from './kept.ts';

/** What retention takes. */
export type RetainPorts = Ports & { keys: KeyWrapper; secrets: Secrets };

/** Milliseconds after which a run begins no further page; what is left is done the next day. */
const budget = 600_000;

/** One page of one thing that is done to a whole table: how many rows it was done to, and where the next page begins. */
type Round = {
  name: string;
  page: (after: Item | undefined, ports: RetainPorts) => Promise<{ done: number; next: Item | undefined }>;
};

const before = (days: number, { now }: Pick<RetainPorts, 'now'>): string =>
  new Date(now().getTime() - days * day).toISOString();

/** Whether a buyer without an account said yes to news and goes on getting it. */
const getsNews = async (person: string, ports: RetainPorts): Promise<boolean> => {
  const email = await emailOf(person, ports);
  const address = email === undefined ? undefined : await addressOf(await mailboxHash(email, ports), ports);
  if (!address || address.person !== person || address.suppressed) return false;
  return topics.some((topic) => address.topics[topic]?.state === 'yes');
};

/** Forgets a buyer without an account whose last order is long done with. */
const forgetGuest = async ({ id, kind, at }: KnownPerson, ports: RetainPorts): Promise<boolean> => {
  const since = before(guestDays, ports);
  if (kind !== 'guest' || at >= since) return false;
  const { orders } = await ordersOf([id], { limit: 1 }, ports);
  if (!isGuestOver({ kind, at, lastOrder: orders[0]?.placedAt }, since)) return false;
  if ((await reasonsToKeep(id, ports)).length > 0 || (await getsNews(id, ports))) return false;
  await transact(forgetWrites(id, ports), ports);
  return true;
};

/** Deletes an order whose time is over, with its PINs, unless it is held. */
const deleteOrder = async (id: string, time: string, ports: RetainPorts): Promise<boolean> => {
  if (heldUntil(await getHold(id, ports), ports.now().toISOString()) !== undefined) return false;
  return (await transact([orderDeletion(id, time, ports), ...(await pinDeletions(id, ports))], ports)).done;
};

const count = async <T>(all: readonly T[], each: (row: T) => Promise<boolean>): Promise<number> => {
  let done = 0;
  for (const row of all) if (await each(row)) done += 1;
  return done;
};

const rounds: readonly Round[] = [
  {
    name: 'journal',
    page: async (after, ports) => {
      const { entries, next } = await journalFrom(after, ports);
      return { done: await count(entries, (entry) => replayEntry(entry, ports)), next };
    },
  },
  {
    name: 'guests',
    page: async (after, ports) => {
      const { persons, next } = await personsFrom(after, ports);
      return { done: await count(persons, (person) => forgetGuest(person, ports)), next };
    },
  },
  {
    name: 'orders',
    page: async (after, ports) => {
      const time = before(orderDays, ports);
      const { ids, next } = await ordersBefore(time, after, ports);
      return { done: await count(ids, (id) => deleteOrder(id, time, ports)), next };
    },
  },
  {
    name: 'look-ups',
    page: async (after, ports) => {
      const { rehashed: done, next } = await rehashLookups(after, ports);
      return { done, next };
    },
  },
];

const progress = 'privacy.progress';

const placeOf = async (id: string, { dynamo, table }: RetainPorts): Promise<Item | undefined> => {
  const { Item: row } = await dynamo.send(new GetItemCommand({ TableName: table(progress), Key: toItem({ id }) }));
  return row?.['after'] === undefined ? undefined : toItem({ id: (unmarshall(row) as { after: string }).after });
};

const keepPlace = async (id: string, after: Item | undefined, { dynamo, table, now }: RetainPorts): Promise<void> => {
  const row = { id, at: now().toISOString(), after: after?.['id']?.S };
  await dynamo.send(new PutItemCommand({ TableName: table(progress), Item: toItem(row) }));
};

/**
 * Removes what has been kept for its time, and what a restored table brought back of the erased, page by page within a time budget, and goes on the next day where it stopped. Rows that
 * expire by themselves are not its business. Returns how many rows each round was about. Safe to repeat, and to lose half-way.
 */
export const retain = async (ports: RetainPorts): Promise<Counts> => {
  const counts: Counts = {};
  const ends = ports.now().getTime() + budget;
  for (const { name, page } of rounds) {
    let after = await placeOf(name, ports);
    counts[name] = 0;
    try {
      do {
        const { done, next } = await page(after, ports);
        counts[name] += done;
        after = next;
        await keepPlace(name, after, ports);
      } while (after && ports.now().getTime() < ends);
      if (after) counts['out-of-time'] = (counts['out-of-time'] ?? 0) + 1;
    } catch (error) {
      ports.log.warn('retention left one', { worker: 'privacy-retain', at: name, ...errorFields(error) });
      counts['failed'] = (counts['failed'] ?? 0) + 1;
    }
  }
  return counts;
};
