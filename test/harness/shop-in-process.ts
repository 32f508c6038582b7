import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { putProduct } from '../../functions/catalogue/public.ts';
import { cart as cartContract } from '../../functions/cart/contract.ts';
import { routes as cartRoutes } from '../../functions/cart/routes.ts';
import { checkout } from '../../functions/checkout/contract.ts';
import { routes as checkoutRoutes } from '../../functions/checkout/routes.ts';
import { fulfilment } from '../../functions/fulfilment/contract.ts';
import { routes as fulfilmentRoutes } from '../../functions/fulfilment/routes.ts';
import { getOrder, type Order } from '../../functions/orders/public.ts';
import { loadPins } from '../../functions/pins/public.ts';
import { toItem } from '../../functions/kit/store/client.ts';
import { serve } from '../../functions/kit/http/serve.ts';
import type { Session } from '../../functions/kit/http/session.ts';
import type { KeyRing } from '../../functions/kit/crypto/tokens.ts';
import { onRequestPath, paypalClient, type CallLimits } from '../../functions/paypal/client.ts';
import { startPaypal } from '../../packages/paypal-stand-in/src/server.ts';
import { openTestDatabase } from './database.ts';
import { call, httpEvent } from './http.ts';
import { pauseBy } from './pause.ts';
import { testPorts, type TestPorts } from './ports.ts';
import { pinRows } from '../builders/pool.ts';
import { createContractTables } from './tables.ts';
import { money } from '../builders/cards.ts';

const account = { clientId: 'client', clientSecret: 'secret', webhookId: 'WH-TEST', merchantId: 'MERCHANT1' };

/** Ten dollars. */
const price = money(1000);

/** A world: the contexts in process, over DynamoDB Local and the PayPal stand-in, whose webhooks lead nowhere. */
export const openWorld = async () => {
  const dynamo = await openTestDatabase();
  const dir = mkdtempSync(join(tmpdir(), 'candor-world-'));
  const paypal = await startPaypal({ port: 0, dir, webhookUrl: 'http://127.0.0.1:9/none', ...account });
  let stages = 0;

  /** A shop of its own on the same machines: other tables, the same PayPal. */
  const shop = async (
    given: {
      now?: () => Date;
      limits?: CallLimits;
      fetch?: typeof fetch;
      merchantId?: null;
      keyRing?: KeyRing;
      sessions?: Record<string, Session>;
    } = {},
  ) => {
    const stage = `t${(stages += 1)}`;
    await createContractTables(dynamo.client, stage);
    // Whoever waits for a lease's end is carried there.
    let ahead = 0;
    const clock = given.now ?? (() => new Date());
    const base = testPorts({
      dynamo: dynamo.client,
      stage,
      fetch: given.fetch ?? fetch,
      now: () => new Date(clock().getTime() + ahead),
      ...(given.sessions && { sessions: given.sessions }),
      secrets: {
        paypal: given.merchantId === null ? { ...account, merchantId: undefined } : account,
        ...(given.keyRing && { 'signing-keys': given.keyRing }),
      },
    });
    // The clock of a test may stand still or leap; PayPal's time-outs go by the real one.
    const ports = {
      ...base,
      pause: pauseBy((milliseconds) => (ahead += milliseconds)),
      paypal: paypalClient({ ...base, apiBase: paypal.url, now: () => new Date() }, given.limits ?? onRequestPath),
    };
    return shopOver(ports);
  };

  const close = async () => {
    await paypal.close();
    await dynamo.close();
    rmSync(dir, { recursive: true, force: true });
  };
  return { shop, close, paypalUrl: paypal.url, dynamo };
};

export type World = Awaited<ReturnType<typeof openWorld>>;
export type ShopPorts = TestPorts & {
  paypal: ReturnType<typeof paypalClient>;
  pause: (milliseconds: number) => Promise<void>;
};

/** The shop over ports that are there already, such as those whose tables have other names. */
export const shopOver = (ports: ShopPorts) => {
  const carts = serve(cartContract, cartRoutes, ports);
  const orders = serve(checkout, checkoutRoutes, ports);
  const looks = serve(fulfilment, fulfilmentRoutes, ports);

  const stock = async (sku: string, pins: number) => {
    await putProduct(
      { sku, name: `Card ${sku}`, description: 'A card.', faceValue: price, price, countries: ['US'] },
      ports,
    );
    const rows = Array.from({ length: pins }, (_, n) => ({ sku, pin: `${1_000_000_000 + n}-${sku}` }));
    await loadPins(rows, ports);
  };

  /** Takes the free PINs of a card away but for so many, as if others had bought them. */
  const sellOut = async (sku: string, left = 0): Promise<void> => {
    const free = (await pinRows(sku, ports)).filter((row) => row.free !== undefined);
    for (const { id } of free.slice(left)) {
      const TableName = ports.table('pins.pins');
      await ports.dynamo.send(new DeleteItemCommand({ TableName, Key: toItem({ sku, id }) }));
    }
  };

  const put = (cookies: string[], sku: string, quantity: number) =>
    call(carts, httpEvent('PUT /cart/items/{sku}', { path: { sku }, body: { quantity }, cookies }));

  /** Puts a card into a cart; a 503, which a busy machine brings, is tried again as its Retry-After asks. */
  const putInTime = async (cookies: string[], sku: string, quantity: number) => {
    let answer = await put(cookies, sku, quantity);
    for (let tries = 1; answer.status === 503 && tries < 5; tries += 1) answer = await put(cookies, sku, quantity);
    return answer;
  };

  /** A visitor with something in the cart; returns the session cookie. */
  const visitor = async (...lines: [string, number][]): Promise<string[]> => {
    let cookies: string[] = [];
    for (const [sku, quantity] of lines) {
      const answer = await putInTime(cookies, sku, quantity);
      if (answer.status !== 200) throw new Error(`the cart's status is ${answer.status}`);
      cookies = cookies.length > 0 ? cookies : [answer.cookies[0]?.split(';')[0] ?? ''];
    }
    return cookies;
  };

  const checkOut = async (cookies: string[], key: string, more: object = {}) => {
    const body = { email: 'buyer@example.com', marketing: false, ...more };
    const answer = await call(
      orders,
      httpEvent('POST /checkout', { cookies, headers: { 'idempotency-key': key }, body }),
    );
    return {
      ...answer,
      body: answer.body as { orderId: string; status: string; approveUrl: string; orderToken: string; type?: string },
    };
  };

  const order = async (id: string): Promise<Order> => {
    const found = await getOrder(id, ports);
    if (!found) throw new Error('no such order');
    return found;
  };

  const paypalOrderOf = async (id: string): Promise<string> => {
    const { attempts, attempt } = await order(id);
    return attempts[String(attempt)]?.paypalOrder ?? '';
  };

  const readOrder = (id: string, token: string) =>
    call(looks, httpEvent('GET /orders/{id}', { path: { id }, headers: { 'order-token': token } }));

  const revealOrder = async (id: string, token: string) => {
    const seen = (await readOrder(id, token)).body as { revealNotice: { hash: string } };
    const body = { consentHash: seen.revealNotice.hash };
    return call(
      looks,
      httpEvent('POST /orders/{id}/reveal', { path: { id }, headers: { 'order-token': token }, body }),
    );
  };

  const cartOf = async (cookies: string[]) =>
    (await call(carts, httpEvent('GET /cart', { cookies }))).body as { lines: { sku: string; quantity: number }[] };

  /** The letters in the outbox that are about an order. */
  const lettersAbout = async (id: string) => {
    const all = await ports.dynamo.send(new ScanCommand({ TableName: ports.table('mail.outbox') }));
    const letters = (all.Items ?? []).map((item) => unmarshall(item) as { id: string; data: { order?: string } });
    return letters.filter(({ data }) => data.order === id);
  };

  return {
    ports,
    stock,
    sellOut,
    put,
    visitor,
    checkOut,
    order,
    paypalOrderOf,
    readOrder,
    revealOrder,
    cartOf,
    lettersAbout,
  };
};

export type Shop = ReturnType<typeof shopOver>;

/** What the buttons of the approval page send. */
export const decide = async (approveUrl: string, decision: 'approve' | 'cancel'): Promise<number> => {
  const body = new URLSearchParams({ decision });
  return (await fetch(approveUrl, { method: 'POST', body, redirect: 'manual' })).status;
};

/** Sets faults of the PayPal stand-in, or clears them. */
export const faults = async (paypalUrl: string, settings?: object): Promise<void> => {
  const init = settings
    ? { method: 'POST', body: JSON.stringify(settings), headers: { 'content-type': 'application/json' } }
    : { method: 'DELETE' };
  const answer = await fetch(`${paypalUrl}/_faults`, init);
  if (!answer.ok) throw new Error(`faults answered ${answer.status}: ${await answer.text()}`);
};

type PayPalOrder = {
  id: string;
  status: string;
  customId?: string;
  custom_id?: string;
  captures: { id: string; status: string }[];
};

/** The stand-in's orders that belong to an order of ours. */
export const paymentsFor = async (paypalUrl: string, order: string): Promise<PayPalOrder[]> => {
  const all = (await (await fetch(`${paypalUrl}/_orders`)).json()) as PayPalOrder[];
  return all.filter((each) => each.custom_id === order);
};
