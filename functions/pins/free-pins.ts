import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { toItem, type Item } from '../kit/store/client.ts';
import type { Ports } from '../kit/ports.ts';
import { unfitAs, type Unfit } from './domain.ts';
import { retry } from '../kit/store/retry.ts';
import type { Quantity } from '../kit/value/line.ts';

type Store = Pick<Ports, 'dynamo' | 'table'>;

/** Candidates beyond those needed, so that buyers at the same moment seldom choose the same; a page costs one read. */
const spare = 20;

/** Yields the ids of free PINs in the index, in pages of `limit`: from `start` to the end, then round to `start` again. */
async function* freePages(
  sku: string,
  start: string,
  limit: number,
  store: Store & Pick<Ports, 'random'>,
): AsyncGenerator<string[]> {
  for (const side of ['>=', '<']) {
    let after: Item | undefined;
    do {
      const query = new QueryCommand({
        TableName: store.table('pins.pins'),
        IndexName: 'free',
        KeyConditionExpression: `#free = :sku AND id ${side} :start`,
        ExpressionAttributeNames: { '#free': 'free' },
        ExpressionAttributeValues: toItem({ ':sku': sku, ':start': start }),
        Limit: limit,
        ExclusiveStartKey: after,
      });
      const page: QueryCommandOutput = await retry(() => store.dynamo.send(query), store);
      yield (page.Items ?? []).map((item) => unmarshall(item)['id'] as string);
      after = page.LastEvaluatedKey;
    } while (after);
  }
}

/**
 * Returns enough free PINs of a card to choose from, out of the index from a random place on and without those in `lost`;
 * fewer than the line wants only when the index has no more.
 */
export const candidates = async (
  { sku, quantity }: Quantity,
  lost: ReadonlySet<string>,
  ports: Store & Pick<Ports, 'random'>,
): Promise<string[]> => {
  const start = Buffer.from(ports.random(16)).toString('base64url');
  const found: string[] = [];
  for await (const page of freePages(sku, start, quantity + spare, ports)) {
    found.push(...page.filter((id) => !lost.has(id)));
    if (found.length >= quantity) break;
  }
  return found;
};

/**
 * Returns how many free PINs of a card there are, counted up to `most`, out of the index, which may be a moment behind: one
 * request and half a read unit while `most` is below thirty, and a request more for each megabyte of the index.
 */
export const freeCount = (sku: string, most: number, store: Store): Promise<number> =>
  countOf('free', sku, most, store);

/** Returns how many PINs of a card are never sold again for a reason, counted up to `most`, out of an index likewise. */
export const unfitCount = (reason: Unfit, sku: string, most: number, store: Store): Promise<number> =>
  countOf('unfit', unfitAs(reason, sku), most, store);

const countOf = async (index: 'free' | 'unfit', value: string, most: number, store: Store): Promise<number> => {
  let count = 0;
  let after: Item | undefined;
  do {
    const query: QueryCommand = new QueryCommand({
      TableName: store.table('pins.pins'),
      IndexName: index,
      KeyConditionExpression: '#index = :value',
      ExpressionAttributeNames: { '#index': index },
      ExpressionAttributeValues: toItem({ ':value': value }),
      Limit: most - count,
      Select: 'COUNT',
      ExclusiveStartKey: after,
    });
    const page: QueryCommandOutput = await store.dynamo.send(query);
    count += page.Count ?? 0;
    after = page.LastEvaluatedKey;
  } while (after && count < most);
  return count;
};
