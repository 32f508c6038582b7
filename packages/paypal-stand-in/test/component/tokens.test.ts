import { startPaypal } from '../../src/server.ts';
import { client, credentials, openShop } from '../support/shop.ts';
import type { Shop } from '../support/shop.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('access tokens at the PayPal stand-in', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.close());

  const ask = (authorization: string, body = 'grant_type=client_credentials') =>
    fetch(`${shop.paypal.url}/v1/oauth2/token`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  it('are issued for the client’s id and secret', async () => {
    const answer = await ask(basic('client:secret'));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      token_type: 'Bearer',
      expires_in: 32400,
      access_token: expect.any(String),
    });
  });

  it.each(['client:wrong', 'other:secret', 'client', ''])('are refused as invalid_client for %p', async (pair) => {
    const answer = await ask(basic(pair));
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: 'invalid_client' });
  });

  it('are refused for another grant', async () => {
    const answer = await ask(basic('client:secret'), 'grant_type=password');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: 'unsupported_grant_type' });
  });

  it('are needed by every call, which answers 401 for none and for an unknown one', async () => {
    const none = await shop.call('GET', '/v2/checkout/orders/X', undefined, { authorization: '' });
    expect(none).toMatchObject({ status: 401, body: { name: 'AUTHENTICATION_FAILURE' } });
    const bad = await shop.call('POST', '/v2/checkout/orders', {}, { authorization: 'Bearer A21AAunknown' });
    expect(bad).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
  });

  it('end when the fault expireTokens is set, and new ones are good', async () => {
    expect((await shop.create()).status).toBe(201);
    await shop.fault({ expireTokens: true });
    expect(await shop.create()).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
    shop.forgetToken();
    expect((await shop.create()).status).toBe(201);
  });

  it('expire after nine hours', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'paypal-'));
    let now = Date.now();
    const settings = { port: 0, dir, webhookUrl: 'http://127.0.0.1:9/', ...credentials };
    const paypal = await startPaypal(settings, { now: () => new Date(now) });
    const { create } = client(() => paypal.url);
    expect((await create()).status).toBe(201);
    now += 9 * 3_600_000;
    expect(await create()).toMatchObject({ status: 401, body: { error_description: 'The token has expired' } });
    await paypal.close();
    rmSync(dir, { recursive: true });
  });
});
