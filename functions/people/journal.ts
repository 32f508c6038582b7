import * as z from 'zod/mini';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { fromItem, toItem, type Item } from '../kit/store/client.ts';
import type { Retrying } from '../kit/store/retry.ts';
import { pageOfTable } from '../kit/store/walk.ts';
import { apply, type Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { emailOf } from './contact.ts';
import { journalKinds } from './domain.ts';
import { mailboxHash } from './look-up.ts';
import type { Keyed } from './sealing.ts';
import { personDeletions, persons, type Store } from './store.ts';

const JournalRow = z.object({
  id: z.string(),
  kind: z.enum(journalKinds),
  hash: z.string(),
  at: z.string(),
  topics: z.optional(z.string()),
});

/** What a person did that has to hold in every copy of the tables: kind, time, the hash of the mailbox; `topics` of an opt-out that is not of all. */
export type JournalEntry = z.infer<typeof JournalRow>;

const journalTable = 'people.journal';

/** Returns the write that enters something into the journal once, for the transaction that does it. */
export const journalWrite = (entry: JournalEntry, { table }: Pick<Ports, 'table'>): Write => ({
  Put: {
    TableName: table(journalTable),
    Item: toItem(entry),
    ConditionExpression: 'attribute_not_exists(id)',
  },
});

/** Reads a page of the journal, in no order. */
export const journalFrom = async (
  after: Item | undefined,
  ports: Store,
): Promise<{ entries: JournalEntry[]; next: Item | undefined }> => {
  const walk = { table: journalTable, attributes: ['id', 'kind', 'hash', 'at', 'topics'] };
  const { items, next } = await pageOfTable(walk, after, ports);
  return { entries: items.flatMap((item) => fromItem(JournalRow, item) ?? []), next };
};

/** The name of an erasure in the journal: a repeated one is no second. */
const erasureOf = (person: string): string => `erasure:${person}`;

/** Returns the person whom an entry says to be erased; undefined for an entry of another kind. */
const erasedBy = ({ id, kind }: JournalEntry): string | undefined =>
  kind === 'erasure' ? id.slice(erasureOf('').length) : undefined;

/**
 * Deletes the row of a person who is erased by the journal and is there all the same, because a table was restored. Nobody
 * could read it; returns whether there was one. Opt-outs and removals are kept nowhere but in the journal.
 */
export const replayEntry = async (entry: JournalEntry, ports: Store & Retrying): Promise<boolean> => {
  const person = erasedBy(entry);
  if (person === undefined) return false;
  const key = { TableName: ports.table(persons), Key: toItem({ id: person }) };
  const write = { Delete: { ...key, ConditionExpression: 'attribute_exists(id)' } };
  return (await apply(write, ports)).applied;
};

/**
 * Returns the writes that delete a person who asked for nothing to be remembered: one who was made for a request that came to an
 * end. The journal does not know it.
 */
export const forgetWrites = (person: string, ports: Pick<Ports, 'table'>): Write[] => personDeletions(person, ports);

/**
 * Returns the writes that erase a person, for one transaction: their key goes, by which every copy becomes unreadable, their
 * row, and the journal knows it. Without a key there is nothing to enter: the row alone is deleted.
 */
export const eraseWrites = async (person: string, at: Date, ports: Keyed & { secrets: Secrets }): Promise<Write[]> => {
  const email = await emailOf(person, ports);
  const gone = personDeletions(person, ports);
  if (email === undefined) return gone;
  const hash = await mailboxHash(email, ports);
  return [...gone, journalWrite({ id: erasureOf(person), kind: 'erasure', hash, at: at.toISOString() }, ports)];
};
