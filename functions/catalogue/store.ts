import { BatchGetItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { fromItem, toItem, type Item } from '../kit/store/client.ts';
import { any } from '../kit/store/condition.ts';
import { apply } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { Unavailable } from '../kit/http/problem.ts';
import { refuse, type Refusal } from '../kit/value/result.ts';
import { StoredMoney } from '../kit/store/schemas.ts';
import type { Product } from './domain.ts';

/** All products are on one shelf: the catalogue is read as a list, and it is short. */
export const shelf = 'all';

const Row = z.object({
  sku: z.string(),
  name: z.string(),
  description: z.string(),
  faceValue: StoredMoney,
  price: StoredMoney,
  countries: z.array(z.string()),
});

const newOrOfSameCurrency = any('attribute_not_exists(sku)', 'price.currency = :currency');

/** Returns the key of a product in the table `catalogue.products`. */
export const productKey = (sku: string): Item => toItem({ shelf, sku });

/** Returns the item that stores a product. */
export const productItem = (product: Product): Item => toItem({ shelf, ...product });

/** Returns a product out of its table. */
export const parseProduct = (item: Item | undefined): Product | undefined => fromItem(Row, item);

/** Returns the product, or undefined: one read, eventually consistent (0.5 RRU). */
export const getProduct = async (sku: string, ports: Ports): Promise<Product | undefined> => {
  const command = new GetItemCommand({ TableName: ports.table('catalogue.products'), Key: productKey(sku) });
  return parseProduct((await ports.dynamo.send(command)).Item);
};

/**
 * Returns at most 100 products by SKU in one request; an unknown SKU is not among them. Throws Unavailable when
 * throttled.
 */
export const getProducts = async (
  skus: readonly string[],
  ports: Pick<Ports, 'dynamo' | 'table'>,
): Promise<Map<string, Product>> => {
  const table = ports.table('catalogue.products');
  const Keys = [...new Set(skus)].map(productKey);
  if (Keys.length === 0) return new Map();
  const response = await ports.dynamo.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys } } }));
  if (Object.keys(response.UnprocessedKeys ?? {}).length > 0) throw new Unavailable('unprocessed keys');
  const found = (response.Responses?.[table] ?? []).map(parseProduct).filter((product) => product !== undefined);
  return new Map(found.map((product) => [product.sku, product]));
};

/**
 * Stores or replaces a product; the same again changes nothing. The currency of a SKU is refused a change: carts hold
 * cards of one currency, so the same card in another currency is another product.
 */
export const putProduct = async (
  product: Product,
  ports: Pick<Ports, 'dynamo' | 'table' | 'random'>,
): Promise<Refusal<'currency-changed'> | undefined> => {
  const write = {
    Put: {
      TableName: ports.table('catalogue.products'),
      Item: productItem(product),
      ConditionExpression: newOrOfSameCurrency,
      ExpressionAttributeValues: toItem({ ':currency': product.price.currency }),
    },
  };
  return (await apply(write, ports)).applied ? undefined : refuse('currency-changed');
};
