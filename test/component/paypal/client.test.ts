import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod/mini';
import { Unavailable } from '../../../functions/kit/http/problem.ts';
import { paypalClient, PayPalSecret, RateLimited } from '../../../functions/paypal/client.ts';

type Reply = { status: number; body?: object; headers?: Record<string, string> };
type Seen = { path: string; authorization: string | undefined };

const account = { clientId: 'client', clientSecret: 'secret', webhookId: 'WH', merchantId: 'M1' };
const order = { method: 'GET', path: '/v2/checkout/orders/P1' } as const;
const isToken = ({ url }: IncomingMessage) => url === '/v1/oauth2/token';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((closed) => server.close(closed));
});

/** A PayPal that responds by a function, and what it was asked. */
const paypalThat = async (answers: (request: IncomingMessage, nth: number) => Reply | Promise<Reply>) => {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const nth = seen.filter((before) => before.path === path).length + 1;
    seen.push({ path, authorization: request.headers.authorization });
    request.resume();
    void Promise.resolve(answers(request, nth)).then(({ status, body = {}, headers = {} }) =>
      response.writeHead(status, { connection: 'close', ...headers }).end(JSON.stringify(body)),
    );
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

const token = (nth: number, expiresIn = 32_400): Reply => ({
  status: 200,
  body: { access_token: `token-${nth}`, expires_in: expiresIn },
});

const clientOf = (url: string, tries = 1, now = () => new Date()) =>
  paypalClient(
    { now, fetch, secrets: async (_name, schema) => z.parse(schema, account), apiBase: url },
    { timeout: 5_000, tries },
  );

const tokensAt = (seen: Seen[]) => seen.filter(({ path }) => path === '/v1/oauth2/token').length;

describe('a call to PayPal', () => {
  it.each(['/v1/oauth2/token', order.path])(
    'does not follow a redirect of %s, which would carry a secret away',
    async (path) => {
      const elsewhere = await paypalThat((request, nth) => (isToken(request) ? token(nth) : { status: 200 }));
      const paypal = await paypalThat((request, nth) => {
        if (request.url === path) return { status: 307, headers: { location: `${elsewhere.url}${path}` } };
        return isToken(request) ? token(nth) : { status: 200 };
      });
      await expect(clientOf(paypal.url)(order)).rejects.toThrow(Unavailable);
      expect(paypal.seen.map((each) => each.path)).toContain(path);
      expect(elsewhere.seen).toEqual([]);
    },
  );

  it('fetches another token after a 401, and the next call bears it', async () => {
    const paypal = await paypalThat((request, nth) =>
      isToken(request) ? token(nth) : { status: request.headers.authorization === 'Bearer token-1' ? 401 : 200 },
    );
    const call = clientOf(paypal.url, 2);
    expect((await call(order)).status).toBe(200);
    expect((await call(order)).status).toBe(200);
    expect(paypal.seen.map(({ authorization }) => authorization).slice(1)).toEqual([
      'Bearer token-1',
      expect.stringMatching(/^Basic /),
      'Bearer token-2',
      'Bearer token-2',
    ]);
  });

  it('keeps a token until a minute before its end, in seconds as PayPal states it', async () => {
    const clock = { at: Date.parse('2026-01-01T00:00:00Z') };
    const paypal = await paypalThat((request, nth) => (isToken(request) ? token(nth, 600) : { status: 200 }));
    const call = clientOf(paypal.url, 1, () => new Date(clock.at));
    await call(order);
    clock.at += 539_000;
    await call(order);
    expect(tokensAt(paypal.seen)).toBe(1);
    clock.at += 2_000;
    await call(order);
    expect(tokensAt(paypal.seen)).toBe(2);
  });

  it('finds the token there when it was authorized before, and fetches it once when both are under way', async () => {
    const paypal = await paypalThat((request, nth) => (isToken(request) ? token(nth) : { status: 200 }));
    const call = clientOf(paypal.url);
    await Promise.all([call.authorize(), call(order)]);
    expect(tokensAt(paypal.seen)).toBe(1);
    const other = clientOf(paypal.url);
    await other.authorize();
    await other.authorize();
    expect(tokensAt(paypal.seen)).toBe(2);
    await other(order);
    expect(paypal.seen.at(-1)).toEqual({ path: order.path, authorization: 'Bearer token-2' });
    expect(tokensAt(paypal.seen)).toBe(2);
  });

  it('goes through though the token could not be had at first', async () => {
    const paypal = await paypalThat((request, nth) => {
      if (!isToken(request)) return { status: 200 };
      return nth === 1 ? { status: 503 } : token(nth);
    });
    const call = clientOf(paypal.url);
    await expect(call.authorize()).rejects.toThrow(Unavailable);
    expect((await call(order)).status).toBe(200);
  });

  it.each([
    ['the token', '/v1/oauth2/token'],
    ['the call', order.path],
  ])('tells apart that PayPal takes no more calls (429) for %s', async (_what, path) => {
    const paypal = await paypalThat((request, nth) => {
      if (request.url === path) return { status: 429 };
      return isToken(request) ? token(nth) : { status: 200 };
    });
    const refused = clientOf(paypal.url, 2)(order);
    await expect(refused).rejects.toThrow(RateLimited);
    await expect(refused).rejects.toThrow(Unavailable);
    expect(paypal.seen.filter((each) => each.path === path)).toHaveLength(2);
  });

  it.each([500, 502, 503, 504, 409])('tells nothing of a limit when PayPal returns %i', async (status) => {
    const paypal = await paypalThat((request, nth) => (isToken(request) ? token(nth) : { status }));
    await expect(clientOf(paypal.url)(order)).rejects.not.toThrow(RateLimited);
  });
});

describe('the approval window of a stage', () => {
  it.each([
    [1 / 60, true],
    [0.5, true],
    [24, true],
    [1 / 61, false],
    [0, false],
    [24.1, false],
  ])('of %d hours is taken: %s', (approvalWindowHours, taken) => {
    expect(z.safeParse(PayPalSecret, { ...account, approvalWindowHours }).success).toBe(taken);
  });
});
