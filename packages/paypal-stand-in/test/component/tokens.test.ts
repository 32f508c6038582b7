import { shopForTests } from '../harness/shop.ts';

describe('access tokens at the PayPal stand-in', () => {
  let ahead = 0;
  const shop = shopForTests({ now: () => new Date(Date.now() + ahead) });

  it('are issued for the client’s id and secret', async () => {
    const response = await shop.askToken();
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      token_type: 'Bearer',
      expires_in: 32400,
      access_token: expect.any(String),
    });
  });

  it.each(['client:wrong', 'other:secret', 'client', ''])('are refused as invalid_client for %p', async (pair) => {
    const response = await shop.askToken(pair);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: 'invalid_client' });
  });

  it('are refused for another grant', async () => {
    const response = await shop.askToken('client:secret', 'password');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'unsupported_grant_type' });
  });

  it('are needed by every call, which returns 401 for none and for an unknown one', async () => {
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
    await shop.create();
    ahead += 9 * 3_600_000;
    const late = await shop.create();
    expect(late).toMatchObject({ status: 401, body: { error_description: 'The token has expired' } });
  });
});
