import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPaypal } from '../../src/server.ts';
import type { RunningPaypal } from '../../src/server.ts';
import { startReceiver } from './receiver.ts';
import type { Received } from './receiver.ts';

/** What the tests read of PayPal's answers, without claiming more than that it is JSON. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are asserted on, not typed
export type Body = any;

export type Answer = {
  status: number;
  headers: Headers;
  body: Body;
};

export const credentials = {
  clientId: 'client',
  clientSecret: 'secret',
  webhookId: '1JE4291016473214C',
  merchantId: 'C7CYMKZDG8D6E',
};

/** A stand-in in a folder of its own, with a receiver for its webhooks and a client that has a token. */
export const openShop = async (answers?: (event: Received) => number) => {
  const dir = mkdtempSync(join(tmpdir(), 'paypal-'));
  const receiver = await startReceiver(answers);
  const paypal = await startPaypal({ port: 0, dir, webhookUrl: receiver.url, ...credentials });
  const shop = { dir, receiver, paypal, close: () => close(shop) };
  return { ...client(() => paypal.url), ...shop };
};

export type Shop = Awaited<ReturnType<typeof openShop>>;

const close = async (shop: {
  dir: string;
  paypal: RunningPaypal;
  receiver: { close(): Promise<void> };
}): Promise<void> => {
  await shop.paypal.close();
  await shop.receiver.close();
  rmSync(shop.dir, { recursive: true });
};

/** Calls as a shop makes them. */
export const client = (url: () => string) => {
  let token: string | undefined;
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    token ??= await newToken();
    const all = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(url() + path, { method, headers: all, ...(body === undefined ? {} : { body: text }) });
    return { status: answer.status, headers: answer.headers, body: JSON.parse(await answer.text()) };
  };
  const newToken = async (): Promise<string> => {
    const authorization = `Basic ${Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64')}`;
    const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(`${url()}/v1/oauth2/token`, {
      method: 'POST',
      headers,
      body: 'grant_type=client_credentials',
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  const decide = (id: string, decision: string) => {
    const body = new URLSearchParams({ decision });
    return fetch(`${url()}/checkoutnow?token=${id}`, { method: 'POST', body, redirect: 'manual' });
  };
  const fault = (body: unknown) => call('POST', '/_faults', body);
  const create = (body: unknown = orderRequest(), headers: Record<string, string> = {}) =>
    call('POST', '/v2/checkout/orders', body, headers);
  const capture = (id: string, headers: Record<string, string> = {}) =>
    call('POST', `/v2/checkout/orders/${id}/capture`, undefined, headers);
  const approved = async (body?: unknown): Promise<string> => {
    const { id } = (await create(body)).body as { id: string };
    await decide(id, 'approve');
    return id;
  };
  const paid = async (body?: unknown): Promise<{ orderId: string; captureId: string }> => {
    const orderId = await approved(body);
    const { body: order } = await capture(orderId);
    return { orderId, captureId: order.purchase_units[0].payments.captures[0].id };
  };
  const forgetToken = () => (token = undefined);
  return { call, newToken, forgetToken, decide, fault, create, capture, approved, paid };
};

/** The order that a shop makes; `changes` replace parts of its one purchase unit. */
export const orderRequest = (changes: Record<string, unknown> = {}) => {
  return {
    intent: 'CAPTURE',
    purchase_units: [
      {
        amount: { currency_code: 'USD', value: '20.00' },
        custom_id: 'order-1',
        description: 'Calling cards',
        ...changes,
      },
    ],
    payment_source: {
      paypal: {
        experience_context: {
          return_url: 'https://shop.example/return?order=1',
          cancel_url: 'https://shop.example/cancel',
          user_action: 'PAY_NOW',
        },
      },
    },
  };
};

/** Waits until something holds; fails after five seconds. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let left = 200; left > 0; left -= 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Still not so after five seconds: ${holds}`);
};
