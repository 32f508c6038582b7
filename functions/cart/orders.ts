import { toItem } from '../kit/store/client.ts';
import { all, asRead } from '../kit/store/condition.ts';
import { prompt } from '../kit/store/retry.ts';
import { apply, type Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import type { Quantity } from '../kit/value/line.ts';
import { Unavailable } from '../kit/http/problem.ts';
import { repriced, withoutBought, type Card, type Cart } from './domain.ts';
import { cartKeyFor, parseCart } from './row.ts';
import { getCart } from './store.ts';

/** What was bought: of which visitor's cart and version, by which order, how many of each card. */
export type Bought = {
  cart: string;
  version: number;
  order: string;
  lines: readonly Quantity[];
};

/** The cart is at the version `:version` that was read: no line changed since. */
const sameVersion = 'version = :version';
/** The order `:order` was placed for the version `#version`, and its lines are in the cart still. */
const isOpenedByThis = '#open.#version = :order';

/** Versions whose orders a cart remembers. A cart so busy that it forgets one keeps the lines of that order when it is paid. */
const remembered = 20;

const forgotten = ({ open, version }: Cart): string[] =>
  Object.keys(open)
    .filter((each) => Number(each) !== version)
    .sort((a, b) => Number(b) - Number(a))
    .slice(remembered - 1);

/**
 * Returns the part of placing an order that is the cart's, for the order's own transaction: this version has at most
 * one open order, so it is refused when the cart changed, or when an order other than `replaces` (a voided one) is
 * there.
 */
export const openOrderWrite = (cart: Cart, orderId: string, replaces: string | undefined, ports: Ports): Write => {
  const old = forgotten(cart);
  return {
    Update: {
      TableName: ports.table('cart.carts'),
      Key: cartKeyFor(cart.id),
      UpdateExpression: [
        'SET #open.#version = :order',
        ...(old.length > 0 ? [`REMOVE ${old.map((_, at) => `#open.#old${at}`).join(', ')}`] : []),
      ].join(' '),
      ConditionExpression: all(sameVersion, asRead('#open.#version', ':replaces', replaces)),
      ExpressionAttributeNames: {
        '#open': 'open',
        '#version': String(cart.version),
        ...Object.fromEntries(old.map((version, at) => [`#old${at}`, version])),
      },
      ExpressionAttributeValues: toItem({ ':order': orderId, ':version': cart.version, ':replaces': replaces }),
    },
  };
};

/** Puts today's names and prices into the lines, in one write; a cart that changed meanwhile is left alone. */
export const refreshPrices = async (cart: Cart, cards: ReadonlyMap<string, Card>, ports: Ports): Promise<void> => {
  const write = {
    Update: {
      TableName: ports.table('cart.carts'),
      Key: cartKeyFor(cart.id),
      UpdateExpression: 'SET #lines = :lines, version = version + :one',
      ConditionExpression: sameVersion,
      ExpressionAttributeNames: { '#lines': 'lines' },
      ExpressionAttributeValues: toItem({ ':lines': repriced(cart, cards), ':version': cart.version, ':one': 1 }),
    },
  };
  await apply(write, ports, prompt);
};

const removalWrite = (cart: Cart, { version, order, lines }: Bought, ports: Pick<Ports, 'table'>): Write => ({
  Update: {
    TableName: ports.table('cart.carts'),
    Key: cartKeyFor(cart.id),
    UpdateExpression: 'SET #lines = :lines, version = version + :one REMOVE #open.#version',
    ConditionExpression: all(sameVersion, isOpenedByThis),
    ExpressionAttributeNames: { '#lines': 'lines', '#open': 'open', '#version': String(version) },
    ExpressionAttributeValues: toItem({
      ':lines': withoutBought(cart.lines, lines),
      ':version': cart.version,
      ':order': order,
      ':one': 1,
    }),
  },
});

const knows = (cart: Cart | undefined, { version, order }: Bought): cart is Cart =>
  cart?.open[String(version)] === order;

/**
 * Reads the cart and returns, for the transaction that delivers, the write by which exactly what was bought leaves it. Undefined
 * when there is nothing to take out: the cart is gone or expired, or does not know the order (any more).
 */
export const boughtLinesWrite = async (bought: Bought, ports: Ports): Promise<Write | undefined> => {
  const cart = await getCart(bought.cart, ports, true);
  return knows(cart, bought) ? removalWrite(cart, bought, ports) : undefined;
};

/** Returns undefined once the lines are gone; the cart as it is when it changed meanwhile. */
const takeOut = async (cart: Cart, bought: Bought, ports: Ports): Promise<Cart | undefined> => {
  const { applied, item } = await apply(removalWrite(cart, bought, ports), ports);
  return applied ? undefined : parseCart(item, ports.now());
};

/**
 * Takes exactly what was bought out of the cart; what was added meanwhile stays. Safe to repeat: does nothing when the
 * cart is gone or expired, or when it does not know the order (any more). Throws Unavailable when it keeps losing.
 */
export const removeBought = async (bought: Bought, ports: Ports): Promise<void> => {
  let cart = await getCart(bought.cart, ports, true);
  for (let attempt = 1; attempt <= 30; attempt += 1) {
    if (!knows(cart, bought)) return;
    cart = await takeOut(cart, bought, ports);
  }
  throw new Unavailable('cart');
};
