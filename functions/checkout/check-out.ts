import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { cartKeyFor, parseCart, refreshPrices, type Cart } from '../cart/public.ts';
import { getProducts } from '../catalogue/public.ts';
import { fromItem, toItem } from '../kit/dynamo.ts';
import type { RouteHandler } from '../kit/http/types.ts';
import { madeId, putRequest, requestId, RequestItem, sameBody } from '../kit/idempotency.ts';
import { seconds } from '../kit/ports.ts';
import { Unavailable } from '../kit/problem.ts';
import { refuse } from '../kit/result.ts';
import { KeyRing } from '../kit/tokens.ts';
import { withHash } from '../meta/public.ts';
import type { checkout } from './contract.ts';
import { noticeText } from './notice.ts';
import type { Order } from './order.ts';
import { payable } from './payable.ts';
import { frozenLines, placeOrder } from './place-order.ts';
import { orderToken } from './public.ts';
import type { CheckoutPorts } from './routes.ts';
import { applyPut, getOrder } from './store.ts';

const notice = withHash(noticeText);

const readBoth = async (request: string, visitor: string, ports: CheckoutPorts) => {
  const tables = { requests: ports.table('checkout.requests'), carts: ports.table('cart.carts') };
  const command = new BatchGetItemCommand({
    RequestItems: {
      [tables.requests]: { Keys: [toItem({ id: request })], ConsistentRead: true },
      [tables.carts]: { Keys: [cartKeyFor(visitor)], ConsistentRead: true },
    },
  });
  const { Responses, UnprocessedKeys } = await ports.dynamo.send(command);
  if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Unavailable('unprocessed keys');
  const kept = fromItem(RequestItem, Responses?.[tables.requests]?.[0]);
  return {
    kept: kept && kept.expiresAt > seconds(ports.now()) ? kept : undefined,
    cart: parseCart(Responses?.[tables.carts]?.[0], ports.now()),
  };
};

const answerFor = async (order: Order, ring: KeyRing, ports: CheckoutPorts) => {
  const { approveUrl } = await payable(order, ports);
  return { body: { orderId: order.id, status: order.status, approveUrl, orderToken: orderToken(ring, order), notice } };
};

const standing = async (cart: Cart, ports: CheckoutPorts): Promise<Order | undefined> => {
  const id = cart.open[String(cart.version)];
  return id ? getOrder(id, ports) : undefined;
};

/**
 * POST /checkout. The same key and body give the same order; a version of a cart has at most one open order, whatever the
 * key. The order is durable before PayPal hears of it, and PayPal's order id before the buyer is sent there.
 */
export const checkOut: RouteHandler<(typeof checkout)['routes']['placeOrder'], CheckoutPorts> = async (
  asked,
  ports,
) => {
  const ring = await ports.secrets('signing-keys', KeyRing);
  const request = requestId(asked.route, asked.visitor, asked.idempotencyKey);
  for (let round = 0; round < 4; round += 1) {
    const { kept, cart } = await readBoth(request, asked.visitor, ports);
    if (kept) {
      if (!sameBody(ring, kept, asked.body)) return refuse('idempotency-conflict');
      const order = await getOrder(kept.made, ports);
      if (order) return answerFor(order, ring, ports);
    }
    if (asked.body.noticeHash !== undefined && asked.body.noticeHash !== notice.hash) return refuse('notice-changed');
    if (!cart || Object.keys(cart.lines).length === 0) return refuse('cart-empty');
    const open = await standing(cart, ports);
    if (open && open.status !== 'voided') {
      await applyPut(putRequest(request, open.id, asked.body, ring, 'checkout.requests', ports), ports);
      continue;
    }
    const products = await getProducts(Object.keys(cart.lines), ports);
    if (products.size < Object.keys(cart.lines).length) return refuse('unknown-product');
    const lines = frozenLines(cart, products);
    if (!lines) {
      await refreshPrices(cart, products, ports);
      return refuse('price-changed');
    }
    const placing = {
      id: madeId(request, round),
      request,
      form: asked.body,
      cart,
      products,
      replaces: open?.id,
      noticeHash: notice.hash,
      ring,
    };
    const order = await placeOrder(placing, lines, ports);
    if (order) return answerFor(order, ring, ports);
  }
  return refuse('cart-changed');
};
