import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { fromItem, toItem } from '../kit/store/client.ts';
import type { Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { seconds } from '../kit/value/time.ts';
import { ledgerKept } from './domain.ts';
import type { Words } from './templates/page.ts';

const texts = 'mail.texts';

const TextRow = z.object({ id: z.string(), subject: z.string(), html: z.string(), text: z.string() });

/** The words of a campaign or an announcement under an id; the HTML is made of Markdown by whoever stores it, and is trusted. */
export type NewText = Words & { id: string; at: Date };

/** Returns the write that stores the words of many letters; there is no changing them, because some may have gone out. */
export const textWrite = ({ id, subject, html, text, at }: NewText, { table }: Pick<Ports, 'table'>): Write => ({
  Put: {
    TableName: table(texts),
    Item: toItem({ id, subject, html, text, expiresAt: seconds(at) + ledgerKept }),
    ConditionExpression: 'attribute_not_exists(id)',
  },
});

/** Words never change, so that each instance reads them once; by database, because one process may know several. */
const known = new WeakMap<object, Map<string, Promise<Words>>>();
const mostKnown = 20;

const readWords = async (id: string, { dynamo, table }: Pick<Ports, 'dynamo' | 'table'>): Promise<Words> => {
  const read = new GetItemCommand({ TableName: table(texts), Key: toItem({ id }), ConsistentRead: true });
  const row = fromItem(TextRow, (await dynamo.send(read)).Item);
  if (!row) throw new Error('the text of a letter is missing');
  return row;
};

/** Returns the words of a text. Throws when there is none. */
export const wordsOf = (id: string, ports: Pick<Ports, 'dynamo' | 'table'>): Promise<Words> => {
  const all = known.get(ports.dynamo) ?? new Map<string, Promise<Words>>();
  known.set(ports.dynamo, all);
  const key = `${ports.table(texts)}/${id}`;
  const words = all.get(key) ?? readWords(id, ports);
  if (all.size >= mostKnown && !all.has(key)) all.clear();
  all.set(key, words);
  words.catch(() => all.delete(key));
  return words;
};
