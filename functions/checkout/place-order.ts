import type { Product } from '../catalogue/public.ts';
import { linesOf, openOrderWrite, type Cart } from '../cart/public.ts';
import { requestWrite } from '../kit/store/idempotency.ts';
import { prompt } from '../kit/store/retry.ts';
import { apply, transact, type Write } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import type { KeyRing } from '../kit/crypto/tokens.ts';
import { totalOf, type Line } from '../kit/value/line.ts';
import { sameMoney, sum } from '../kit/value/money.ts';
import { policy, savingConsent } from '../policy/public.ts';
import type { Customer } from '../kit/http/session.ts';
import type { Buyer } from './buyer.ts';
import { formPrint, type OrderForm } from './form.ts';
import { moveWrite, orderWrite, unclaimed, type Order } from '../orders/public.ts';

export type Placing = {
  id: string;
  request: string;
  /** The request's body, with what the buyer chose. */
  body: OrderForm;
  lines: Line[];
  cart: Cart;
  /** The order of this version of the cart in whose place it comes: a voided one, or an unpaid one that it voids. */
  replaces: Order | undefined;
  noticeHash: string;
  ring: KeyRing;
  customer: Customer | undefined;
  buyer: Buyer;
  /** When it is placed. */
  at: Date;
  /** The saved payment method that pays it. */
  method: string | undefined;
};

/** Returns the order's lines at the shop's current prices; undefined when a card costs other than the cart says. */
export const frozenLines = (cart: Cart, products: ReadonlyMap<string, Product>): Line[] | undefined => {
  const lines = linesOf(cart).map((line) => {
    const product = products.get(line.sku);
    return product && sameMoney(product.price, line.unitPrice) ? { ...line, name: product.name } : undefined;
  });
  return lines.every((line) => line !== undefined) ? lines : undefined;
};

/** The yes to a saved payment method (promise P6): a customer's own, explicit, and for a payment that is made at PayPal. */
const savingOf = ({ body, customer, method }: Placing): Pick<Order, 'saving'> =>
  body.savePaymentMethod && customer && method === undefined
    ? { saving: { account: customer.id, text: savingConsent.hash } }
    : {};

const orderOf = (placing: Placing): Order => {
  const { id, body, lines, cart, noticeHash, ring, method } = placing;
  const placedAt = placing.at.toISOString();
  return {
    id,
    status: 'created',
    lines,
    total: totalOf(lines, cart.currency),
    buyer: placing.buyer.id,
    marketing: body.marketing,
    form: formPrint(ring, body),
    noticeHash,
    policyHash: policy.hash,
    cart: { id: cart.id, version: cart.version },
    attempt: 1,
    attempts: {},
    placedAt,
    history: [{ status: 'created', at: placedAt }],
    disputed: false,
    refunded: sum([], cart.currency),
    captureTry: 1,
    ...savingOf(placing),
    ...(method !== undefined && { method }),
  };
};

/** The end of the order that another takes the place of, unless a payment has begun meanwhile. Unclaimed it holds no PINs. */
const closingWrites = (order: Order | undefined, at: Date, ports: Ports): Write[] => {
  if (!order || order.status === 'voided') return [];
  return [moveWrite({ id: order.id, from: order.status, to: 'voided', at, onlyIf: { condition: unclaimed } }, ports)];
};

/**
 * Places an order in one transaction: the order with its frozen price and the buyer's choices, the buyer, the mark on
 * the cart's version and the record of the request; an unpaid order that it replaces is voided. Returns undefined when
 * another request was first, or a payment of the order to be replaced; then look again.
 */
export const placeOrder = async (placing: Placing, ports: Ports): Promise<Order | undefined> => {
  const { request, body, cart, replaces, ring, buyer, at } = placing;
  const order = orderOf(placing);
  const writes = [
    orderWrite(order, ports),
    openOrderWrite(cart, order.id, replaces?.id, ports),
    requestWrite(request, order.id, body, ring, 'checkout.requests', ports),
    ...buyer.writes,
    ...closingWrites(replaces, at, ports),
  ];
  return (await transact(writes, ports, prompt)).done ? order : undefined;
};

/** Records that a request is for an order that is there; one that is recorded already stays as it is. */
export const keepRequest = async (
  { request, body, ring }: Pick<Placing, 'request' | 'body' | 'ring'>,
  order: string,
  ports: Ports,
): Promise<void> => {
  await apply(requestWrite(request, order, body, ring, 'checkout.requests', ports), ports, prompt);
};
