import { paginateScan } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { fromItem, toItem } from '../kit/store/client.ts';
import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { emailOf } from './contact.ts';
import { journalKinds } from './domain.ts';
import { mailboxHash } from './look-up.ts';
import type { Keyed } from './sealing.ts';
import { personDeletions, type Store } from './store.ts';

const JournalRow = z.object({ id: z.string(), kind: z.enum(journalKinds), hash: z.string(), at: z.string() });

/** What a person did that has to hold in every copy of the tables: kind, time, and the hash of the mailbox. */
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

/** Reads the whole journal, in no order: what a restored table has to be told. */
export async function* journalEntries({ dynamo, table }: Store): AsyncGenerator<JournalEntry> {
  for await (const { Items = [] } of paginateScan({ client: dynamo }, { TableName: table(journalTable) }))
    for (const item of Items) {
      const entry = fromItem(JournalRow, item);
      if (entry) yield entry;
    }
}

/**
 * Returns the writes that delete a person who asked for nothing to be remembered: one who was made for a request that came to an
 * end. The journal does not know it.
 */
export const forgetWrites = (person: string, ports: Pick<Ports, 'table'>): Write[] => personDeletions(person, ports);

/** The name of an erasure in the journal: a repeated one is no second. */
const erasureOf = (person: string): string => `erasure:${person}`;

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
