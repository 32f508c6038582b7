import { TransactWriteItemsCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Product } from '../catalogue/public.ts';
import { openOrder, type Cart } from '../cart/public.ts';
import { isContention, refusedByCondition } from '../kit/dynamo.ts';
import { putRequest } from '../kit/idempotency.ts';
import type { KeyWrapper } from '../kit/keys.ts';
import type { Ports } from '../kit/ports.ts';
import type { KeyRing } from '../kit/tokens.ts';
import { policy } from '../meta/public.ts';
import { newPerson } from '../profile/public.ts';
import type { Line, Order } from './order.ts';
import { putOrder } from './store.ts';

export type OrderForm = { email: string; marketing: boolean };
export type Placing = {
  id: string;
  request: string;
  form: OrderForm;
  cart: Cart;
  products: ReadonlyMap<string, Product>;
  /** The voided order that stood open for this version of the cart, if there was one. */
  replaces: string | undefined;
  noticeHash: string;
  ring: KeyRing;
};

/** The order's lines at the shop's current prices; undefined when a card costs other than the cart says. */
export const frozenLines = (cart: Cart, products: ReadonlyMap<string, Product>): Line[] | undefined => {
  const lines = Object.entries(cart.lines).map(([sku, line]) => {
    const product = products.get(sku);
    const same = product?.price.minor === line.unitMinor && product.price.currency === cart.currency;
    return same ? { sku, name: product.name, quantity: line.quantity, unitMinor: line.unitMinor } : undefined;
  });
  return lines.every((line) => line !== undefined)
    ? lines.sort((one, other) => (one.sku < other.sku ? -1 : 1))
    : undefined;
};

const orderOf = ({ id, form, cart, noticeHash }: Placing, lines: Line[], buyer: string, placedAt: string): Order => ({
  id,
  status: 'created',
  lines,
  currency: cart.currency,
  totalMinor: lines.reduce((total, line) => total + line.unitMinor * line.quantity, 0),
  buyer,
  marketing: form.marketing,
  noticeHash,
  policyHash: policy.hash,
  cart: { id: cart.id, version: cart.version },
  attempt: 1,
  attempts: {},
  placedAt,
  history: [{ status: 'created', at: placedAt }],
  disputed: false,
  refundedMinor: 0,
  captureTry: 1,
});

const write = async (actions: TransactWriteItem[], ports: Ports): Promise<boolean> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await ports.dynamo.send(new TransactWriteItemsCommand({ TransactItems: actions }));
      return true;
    } catch (error) {
      if (refusedByCondition(error)) return false;
      if (!isContention(error) || attempt === 4) throw error;
      await new Promise((resume) => setTimeout(resume, 20 * attempt + ((ports.random(1)[0] ?? 0) % 40)));
    }
  }
};

/**
 * Places an order in one transaction: the order with its frozen price and the buyer's choices, the buyer, the mark on
 * the cart's version and the record of the request. Undefined when another request was first; then look again.
 */
export const placeOrder = async (
  placing: Placing,
  lines: Line[],
  ports: Ports & { keys: KeyWrapper },
): Promise<Order | undefined> => {
  const { request, form, cart, ring } = placing;
  const at = ports.now();
  const buyer = ports.newId();
  const order = orderOf(placing, lines, buyer, at.toISOString());
  const actions = [
    putOrder(order, ports),
    openOrder(cart, order.id, placing.replaces, ports),
    { Put: putRequest(request, order.id, form, ring, 'checkout.requests', ports) },
    ...(await newPerson({ id: buyer, email: form.email, at }, ports)),
  ];
  return (await write(actions, ports)) ? order : undefined;
};
