import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { toItem } from '../kit/store/client.ts';
import { absentOrExpired, all, any } from '../kit/store/condition.ts';
import { prompt } from '../kit/store/retry.ts';
import { apply } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import { sameMoney } from '../kit/value/money.ts';
import { seconds } from '../kit/value/time.ts';
import { Unavailable } from '../kit/http/problem.ts';
import type { Refusal } from '../kit/value/result.ts';
import { limits, lineOf, refusalOf, type Card, type Cart } from './domain.ts';
import { cartKeyFor, expiryFrom, parseCart } from './row.ts';

/** One line of one visitor's cart, as it shall be. */
export type Setting = { id: string; sku: string; card: Card; quantity: number };

/** Returns the visitor's cart, or undefined: one read, eventually consistent (0.5 RRU) unless asked otherwise. */
export const getCart = async (id: string, ports: Ports, ConsistentRead = false): Promise<Cart | undefined> => {
  const command = new GetItemCommand({ TableName: ports.table('cart.carts'), Key: cartKeyFor(id), ConsistentRead });
  return parseCart((await ports.dynamo.send(command)).Item, ports.now());
};

const inForce = 'expiresAt > :now';
const hasLineOfCard = 'attribute_exists(#lines.#sku)';
const isOfCurrency = any('size(#lines) = :none', 'currency = :currency');
const hasRoom = any('size(#lines) < :most', hasLineOfCard);
const lineIsAnother = any('attribute_not_exists(#lines.#sku)', '#lines.#sku <> :line');

type Change = { expression: string; condition: string; sku: string; values: object };

/** Makes another version by one conditional write; returns the cart then (`changed`), or the one that refused (`current`). */
const change = async (id: string, { expression, condition, sku, values }: Change, ports: Ports) => {
  const now = ports.now();
  const write = {
    Update: {
      TableName: ports.table('cart.carts'),
      Key: cartKeyFor(id),
      UpdateExpression: `SET version = version + :one, expiresAt = :expiry ${expression}`,
      ConditionExpression: all(inForce, condition),
      ExpressionAttributeNames: { '#lines': 'lines', '#sku': sku },
      ExpressionAttributeValues: toItem({ ...values, ':one': 1, ':now': seconds(now), ':expiry': expiryFrom(now) }),
    },
  };
  const { applied, item } = await apply(write, ports, prompt);
  return applied ? { changed: parseCart(item, now) } : { current: parseCart(item, now) };
};

/** The condition says what `refusalOf` says, so that changes at the same time need no read and lose no line. */
const putLine = ({ id, sku, card, quantity }: Setting, ports: Ports) =>
  change(
    id,
    {
      expression: ', #lines.#sku = :line, currency = :currency',
      condition: all(isOfCurrency, hasRoom, lineIsAnother),
      sku,
      values: {
        ':line': lineOf(card, quantity),
        ':currency': card.price.currency,
        ':none': 0,
        ':most': limits.lines,
      },
    },
    ports,
  );

/** A first cart, or one in the place of an expired one; undefined when another request was faster. */
const putFresh = async ({ id, sku, card, quantity }: Setting, ports: Ports): Promise<Cart | undefined> => {
  const { currency } = card.price;
  const cart: Cart = { id, lines: { [sku]: lineOf(card, quantity) }, currency, version: 1, open: {} };
  const write = {
    Put: {
      TableName: ports.table('cart.carts'),
      Item: toItem({ ...cart, expiresAt: expiryFrom(ports.now()) }),
      ConditionExpression: absentOrExpired,
      ExpressionAttributeValues: toItem({ ':now': seconds(ports.now()) }),
    },
  };
  return (await apply(write, ports, prompt)).applied ? cart : undefined;
};

/** Whether a cart has the line of a setting already: nothing changes then, nor does the version that an order was placed for. */
const hasLine = (cart: Cart, { sku, card, quantity }: Setting): boolean => {
  const line = Object.hasOwn(cart.lines, sku) ? cart.lines[sku] : undefined;
  return line?.name === card.name && line.quantity === quantity && sameMoney(line.unitPrice, card.price);
};

/** Sets one line (quantity 1 to 9); returns the cart then, or why the card may not go in. One write; a first line takes two. */
export const setLine = async (
  setting: Setting,
  ports: Ports,
): Promise<Cart | Refusal<'cart-full' | 'mixed-currencies'>> => {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const { changed, current } = await putLine(setting, ports);
    if (changed) return changed;
    const refusal = current && refusalOf(current, setting.sku, setting.card);
    if (refusal) return refusal;
    if (current && hasLine(current, setting)) return current;
    const fresh = current ? undefined : await putFresh(setting, ports);
    if (fresh) return fresh;
  }
  throw new Unavailable('cart');
};

/** Removes one line in one write; returns the cart as it is then. Without that line nothing changes, nor does the version. */
export const removeLine = async (id: string, sku: string, ports: Ports): Promise<Cart | undefined> => {
  const gone = { expression: 'REMOVE #lines.#sku', condition: hasLineOfCard, sku, values: {} };
  const { changed, current } = await change(id, gone, ports);
  return changed ?? current;
};
