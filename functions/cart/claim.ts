import type { Ports } from '../kit/ports.ts';
import { Unavailable } from '../kit/http/problem.ts';
import { toItem } from '../kit/store/client.ts';
import { prompt } from '../kit/store/retry.ts';
import { transact, type Write } from '../kit/store/write.ts';
import { seconds } from '../kit/value/time.ts';
import { cartLinkWrite, getOrder } from '../orders/public.ts';
import { merged, type Cart, type Merged } from './domain.ts';
import { cartKeyFor, expiryFrom } from './row.ts';
import { getCart } from './store.ts';

/**
 * Whose cart joins whose: the customer's, that of the session, and that of the session which takes its place. `next` follows from
 * the session, so that a claim whose answer was lost finds what it left there; `spare` is used when there is a cart already.
 */
export type Claim = { customer: string; visitor: string; next: string; spare: string };

/** What came of a claim: the customer's cart, the session that goes on, and the cart that is left to it. */
export type Claimed = { cart: Cart | undefined; session: string; left: Cart | undefined };

const table = 'cart.carts';

/** How often a claim looks again when a cart changed meanwhile. */
const rounds = 8;

/** An order that still names the visitor's cart, and the version that it is for. */
type Link = { order: string; version: string };

/** The orders that will take their lines out of the visitor's cart, or might. */
const linksOf = async (visitor: Cart, ports: Ports): Promise<Link[]> => {
  const found = await Promise.all(
    Object.entries(visitor.open).map(async ([version, id]) => ({ version, order: await getOrder(id, ports) })),
  );
  return found.flatMap(({ version, order }) => (order?.cart.id === visitor.id ? [{ version, order: order.id }] : []));
};

const put = (cart: Cart, ports: Ports): Write => ({
  Put: {
    TableName: ports.table(table),
    Item: toItem({ ...cart, expiresAt: expiryFrom(ports.now()) }),
    ConditionExpression: 'attribute_not_exists(id) OR expiresAt <= :now',
    ExpressionAttributeValues: toItem({ ':now': seconds(ports.now()) }),
  },
});

const replacement = (before: Cart | undefined, cart: Cart, ports: Ports): Write =>
  before
    ? {
        Put: {
          TableName: ports.table(table),
          Item: toItem({ ...cart, expiresAt: expiryFrom(ports.now()) }),
          ConditionExpression: 'version = :version AND #open = :open',
          ExpressionAttributeNames: { '#open': 'open' },
          ExpressionAttributeValues: toItem({ ':version': before.version, ':open': before.open }),
        },
      }
    : put(cart, ports);

const removal = (cart: Cart, ports: Ports): Write => ({
  Delete: {
    TableName: ports.table(table),
    Key: cartKeyFor(cart.id),
    ConditionExpression: 'version = :version AND #open = :open',
    ExpressionAttributeNames: { '#open': 'open' },
    ExpressionAttributeValues: toItem({ ':version': cart.version, ':open': cart.open }),
  },
});

/** The customer's cart afterwards. Each order of the session's cart gets a version of its own there, older than the current one. */
const joined = (id: string, before: Cart | undefined, { lines, currency }: Merged, links: readonly Link[]): Cart => {
  const first = (before?.version ?? 0) + 1;
  const open = Object.fromEntries(links.map(({ order }, at) => [String(first + at), order]));
  return { id, lines, currency, version: first + links.length, open: { ...before?.open, ...open } };
};

/** The writes of a claim that moves lines: the customer's cart with them, and what is left under the next session. */
const joiningWrites = (
  { customer: id, next }: Pick<Claim, 'customer' | 'next'>,
  carts: { customer: Cart | undefined; visitor: Cart },
  links: readonly Link[],
  ports: Ports,
): Write[] => {
  const result = merged(carts.customer, carts.visitor);
  const { left, currency } = result;
  const cart = joined(id, carts.customer, result, links);
  const versions = Object.fromEntries(Object.entries(cart.open).map(([version, order]) => [order, Number(version)]));
  return [
    replacement(carts.customer, cart, ports),
    removal(carts.visitor, ports),
    ...(Object.keys(left).length > 0 ? [put({ id: next, lines: left, currency, version: 1, open: {} }, ports)] : []),
    ...links.map(({ order }) =>
      cartLinkWrite(order, carts.visitor.id, { id, version: versions[order] as number }, ports),
    ),
  ];
};

/** The writes of a claim that moves nothing: the session's cart goes on, whole, under the next session. */
const rotatingWrites = (next: string, visitor: Cart, links: readonly Link[], ports: Ports): Write[] => [
  put({ ...visitor, id: next }, ports),
  removal(visitor, ports),
  ...links.map(({ order, version }) => cartLinkWrite(order, visitor.id, { id: next, version: Number(version) }, ports)),
];

const moves = (customer: Cart | undefined, visitor: Cart): boolean =>
  JSON.stringify(merged(customer, visitor).left) !== JSON.stringify(visitor.lines);

const attempt = async (claim: Claim, carts: { customer: Cart | undefined; visitor: Cart }, ports: Ports) => {
  const taken = await getCart(claim.next, ports, true);
  const next = taken ? claim.spare : claim.next;
  const links = await linksOf(carts.visitor, ports);
  const writes = moves(carts.customer, carts.visitor)
    ? joiningWrites({ customer: claim.customer, next }, carts, links, ports)
    : rotatingWrites(next, carts.visitor, links, ports);
  return (await transact(writes, ports, prompt)).done ? next : undefined;
};

/**
 * Joins the session's cart to the customer's in one transaction, and moves what does not fit to the next session, so that no
 * card is lost or doubled, however many log in at once. Orders of the session's cart go on with the cart that has their lines.
 * Safe to repeat: a cart that was claimed is gone. Throws Unavailable when the carts keep changing.
 */
export const claimCart = async (claim: Claim, ports: Ports): Promise<Claimed> => {
  let session = claim.next;
  for (let round = 0; round < rounds; round += 1) {
    const [customer, visitor] = await Promise.all([
      getCart(claim.customer, ports, true),
      getCart(claim.visitor, ports, true),
    ]);
    if (!visitor) return { cart: customer, session, left: await getCart(session, ports, true) };
    session = (await attempt(claim, { customer, visitor }, ports)) ?? claim.next;
  }
  throw new Unavailable('cart');
};
