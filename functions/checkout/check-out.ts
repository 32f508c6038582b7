import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { cartRead, linesOf, parseCart, refreshPrices, type Cart } from '../cart/public.ts';
import { getProducts, soldOut } from '../catalogue/public.ts';
import { fromItem, toItem } from '../kit/store/client.ts';
import type { RouteHandler } from '../kit/http/types.ts';
import { madeId, requestId, RequestItem, sameBody } from '../kit/store/idempotency.ts';
import { seconds } from '../kit/value/time.ts';
import { Unavailable } from '../kit/http/problem.ts';
import { isRefusal, refuse } from '../kit/value/result.ts';
import { KeyRing } from '../kit/crypto/tokens.ts';
import { consentText, notice, savingConsent } from '../policy/public.ts';
import { methodFor } from './saved-method.ts';
import type { checkout } from './contract.ts';
import { buyerOf } from './buyer.ts';
import { isFormOf } from './form.ts';
import { isBeingPaid, isPayable, type Order, orderToken, getOrder } from '../orders/public.ts';
import { payable, type CheckoutPorts } from './payable.ts';
import { frozenLines, keepRequest, placeOrder } from './place-order.ts';

/** How often a checkout looks again when another one of the same cart was first. */
const rounds = 6;

const readBoth = async (request: string, visitor: string, ports: CheckoutPorts) => {
  const requests = ports.table('checkout.requests');
  const cart = cartRead(visitor, ports);
  const command = new BatchGetItemCommand({
    RequestItems: {
      [requests]: { Keys: [toItem({ id: request })], ConsistentRead: true },
      [cart.table]: { Keys: [cart.key], ConsistentRead: true },
    },
  });
  const { Responses, UnprocessedKeys } = await ports.dynamo.send(command);
  if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Unavailable('unprocessed keys');
  const kept = fromItem(RequestItem, Responses?.[requests]?.[0]);
  return {
    kept: kept && kept.expiresAt > seconds(ports.now()) ? kept : undefined,
    cart: parseCart(Responses?.[cart.table]?.[0], ports.now()),
  };
};

const responseFor = async (order: Order, ring: KeyRing, ports: CheckoutPorts) => {
  const { status, approveUrl } = await payable(order, ports);
  const text = order.saving && consentText(order.saving.text);
  const saving = order.saving && text !== undefined ? { saving: { text, hash: order.saving.text } } : {};
  return { body: { orderId: order.id, status, approveUrl, orderToken: orderToken(ring, order), notice, ...saving } };
};

const openOrderOf = async (cart: Cart, ports: CheckoutPorts): Promise<Order | undefined> => {
  const id = cart.open[String(cart.version)];
  return id ? getOrder(id, ports) : undefined;
};

/**
 * Whether the payment of another version's order is under way: its lines are in this version too until it is delivered,
 * and must not be paid for twice. Orders of earlier versions are few, and most carts have none.
 */
const hasPaymentUnderWay = async (cart: Cart, ports: CheckoutPorts): Promise<boolean> => {
  const others = Object.entries(cart.open).filter(([version]) => Number(version) !== cart.version);
  const orders = await Promise.all(others.map(([, id]) => getOrder(id, ports)));
  return orders.some((order) => order !== undefined && isBeingPaid(order));
};

/** The lines to be sold at today's prices, or why they are not. A token that PayPal does not give now is fetched again later. */
const linesFor = async (cart: Cart, ports: CheckoutPorts) => {
  ports.paypal.authorize().catch(() => undefined);
  const wanted = linesOf(cart);
  const skus = wanted.map(({ sku }) => sku);
  const [products, missing] = await Promise.all([getProducts(skus, ports), soldOut(wanted, ports)]);
  if (products.size < wanted.length) return refuse('unknown-product');
  if (missing.length > 0) return refuse('out-of-stock');
  const lines = frozenLines(cart, products);
  if (lines) return lines;
  await refreshPrices(cart, products, ports);
  return refuse('price-changed');
};

/** Whether the form was filled in under a text that is not in force any more. */
const isOutdated = ({ noticeHash, savingHash }: { noticeHash?: string | undefined; savingHash?: string | undefined }) =>
  (noticeHash !== undefined && noticeHash !== notice.hash) ||
  (savingHash !== undefined && savingHash !== savingConsent.hash);

/**
 * Places an order for the cart. The same key and body give the same order; a version of a cart has at most one open order, whatever the
 * key. Another form voids an unpaid order and takes its place: the order, and its token, are for whoever sends its form.
 * The order is durable before PayPal hears of it, and PayPal's order id before the buyer is sent there.
 */
export const checkOut: RouteHandler<(typeof checkout)['routes']['placeOrder'], CheckoutPorts> = async (
  { route, visitor, customer, idempotencyKey, body },
  ports,
) => {
  const ring = await ports.secrets('signing-keys', KeyRing);
  const request = requestId(route, visitor, idempotencyKey);
  for (let round = 0; round < rounds; round += 1) {
    const { kept, cart } = await readBoth(request, visitor, ports);
    if (kept) {
      if (!sameBody(ring, kept, body)) return refuse('idempotency-conflict');
      const order = await getOrder(kept.result, ports);
      if (order) return responseFor(order, ring, ports);
    }
    if (isOutdated(body)) return refuse('notice-changed');
    if (!cart || Object.keys(cart.lines).length === 0) return refuse('cart-empty');
    const open = await openOrderOf(cart, ports);
    if (open && open.status !== 'voided') {
      if (isFormOf(ring, open, body)) {
        await keepRequest({ request, body, ring }, open.id, ports);
        continue;
      }
      if (!isPayable(open)) return refuse('payment-under-way');
    }
    if (await hasPaymentUnderWay(cart, ports)) return refuse('payment-under-way');
    // The buyer is written with the order and not before; for an order that is refused a data key is made in vain.
    const at = ports.now();
    const [lines, method, buyer] = await Promise.all([
      linesFor(cart, ports),
      methodFor(customer, body, ports),
      buyerOf(customer, body, at, ports),
    ]);
    if (isRefusal(lines)) return lines;
    if (isRefusal(method)) return method;
    const id = madeId(request, round);
    const placing = {
      id,
      request,
      body,
      lines,
      cart,
      replaces: open,
      noticeHash: notice.hash,
      ring,
      customer,
      buyer,
      at,
      ...method,
    };
    const order = await placeOrder(placing, ports);
    if (order) return responseFor(order, ring, ports);
  }
  return refuse('cart-changed');
};
