import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { toItem, type Item } from '../kit/store/client.ts';
import type { Ports } from '../kit/ports.ts';
import type { Product } from './domain.ts';
import { parseProduct, shelf } from './store.ts';

export type Page = { items: Product[]; more: boolean };

const query = ({ country, after }: { country?: string; after?: string }, start: Item | undefined, Limit: number) => ({
  KeyConditionExpression: after === undefined ? 'shelf = :shelf' : 'shelf = :shelf AND sku > :after',
  ...(country !== undefined && { FilterExpression: 'contains(countries, :country)' }),
  ExpressionAttributeValues: toItem({ ':shelf': shelf, ':after': after, ':country': country }),
  ...(start && { ExclusiveStartKey: start }),
  Limit,
});

/**
 * Returns a full page of products in SKU order, of those sold in the country if one is given, and whether more follow.
 */
export const listProducts = async (
  page: { country?: string; after?: string; limit: number },
  ports: Ports,
): Promise<Page> => {
  const items: Product[] = [];
  // DynamoDB counts its Limit before it filters: with a filter, larger pages are read until ours is full.
  const perRequest = page.country === undefined ? page.limit + 1 : 100;
  let start: Item | undefined;
  do {
    const command = { TableName: ports.table('catalogue.products'), ...query(page, start, perRequest) };
    const { Items = [], LastEvaluatedKey } = await ports.dynamo.send(new QueryCommand(command));
    items.push(...Items.map(parseProduct).filter((product) => product !== undefined));
    start = LastEvaluatedKey;
  } while (start && items.length <= page.limit);
  return { items: items.slice(0, page.limit), more: items.length > page.limit };
};
