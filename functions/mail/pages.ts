import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { fromItem, toItem } from '../kit/store/client.ts';
import { isNew } from '../kit/store/condition.ts';
import { due } from '../kit/store/due.ts';
import { apply, type Write } from '../kit/store/write.ts';
import type { Retrying } from '../kit/store/retry.ts';
import type { Ports } from '../kit/ports.ts';
import { seconds } from '../kit/value/time.ts';
import { ledgerKept } from './domain.ts';

type Store = Pick<Ports, 'dynamo' | 'table'>;

const pages = 'mail.pages';

/** Letters of marketing that wait for the pacer together, 100 at most: an entry of an index for each would cost as much as the letter. */
export type NewPage = { id: string; campaign: string; letters: readonly string[]; at: Date };

const PageRow = z.object({ id: z.string(), campaign: z.string(), letters: z.array(z.string()), tries: z.int() });
export type Page = z.infer<typeof PageRow>;

const mostLetters = 100;

/**
 * Returns the write that has the letters of a page sent. Put the letters out first (`letterWrite`), and then their page; a page of the
 * same id is refused.
 */
export const pageWrite = ({ id, campaign, letters, at }: NewPage, { table }: Pick<Ports, 'table'>): Write => {
  if (letters.length > mostLetters) throw new RangeError(`a page has ${mostLetters} letters at most`);
  const row = {
    id,
    campaign,
    letters,
    tries: 0,
    waiting: 'y',
    checkAt: seconds(at),
    expiresAt: seconds(at) + ledgerKept,
  };
  return { Put: { TableName: table(pages), Item: toItem(row), ConditionExpression: isNew } };
};

/** Reads the pages that are due, oldest first. */
export async function* duePages(ports: Store & Pick<Ports, 'now'>): AsyncGenerator<Page> {
  const waiting = { table: pages, index: 'waiting', key: 'waiting', partition: 'y' };
  for await (const entry of due(waiting, ports)) {
    const { id } = unmarshall(entry) as { id: string };
    const read = new GetItemCommand({ TableName: ports.table(pages), Key: toItem({ id }), ConsistentRead: true });
    const page = fromItem(PageRow, (await ports.dynamo.send(read)).Item);
    if (page) yield page;
  }
}

/** Forgets a page whose letters have all ended. */
export const forgetPage = async ({ id }: Page, ports: Store & Retrying): Promise<void> => {
  await apply({ Delete: { TableName: ports.table(pages), Key: toItem({ id }) } }, ports);
};

/** Keeps what is left of a page until a time; `tried` counts a try that came to nothing. */
export const keepPage = async (
  { id, tries }: Page,
  { letters, until, tried }: { letters: readonly string[]; until: Date; tried: boolean },
  ports: Store & Retrying,
): Promise<void> => {
  const write = {
    Update: {
      TableName: ports.table(pages),
      Key: toItem({ id }),
      UpdateExpression: 'SET letters = :letters, checkAt = :until, tries = :tries',
      ConditionExpression: 'attribute_exists(id)',
      ExpressionAttributeValues: toItem({
        ':letters': letters,
        ':until': seconds(until),
        ':tries': tried ? tries + 1 : 0,
      }),
    },
  };
  await apply(write, ports);
};
