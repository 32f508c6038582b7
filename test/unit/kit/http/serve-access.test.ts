import { signToken } from '../../../../functions/kit/crypto/tokens.ts';
import { notesApi } from '../../../builders/made-up-context.ts';
import { testKeyRing } from '../../../harness/ports.ts';

const shop = 'https://shop.example';
const foreign = { status: 403, body: { type: '/problems/foreign-origin' } };

describe('a request that changes something', () => {
  const { add, send } = notesApi();

  it.each([
    ['from the shop itself', { origin: shop, 'sec-fetch-site': 'same-origin' }],
    ['from no browser page', {}],
    ['typed into the address bar', { 'sec-fetch-site': 'none' }],
    ['from the shop, in whatever letters', { 'sec-fetch-site': 'Same-Origin' }],
    ['from the shop, of a browser that sends no Origin', { 'sec-fetch-site': 'same-origin' }],
  ])('is taken %s', async (_, headers) => {
    expect((await add({ text: 'a' }, headers as Record<string, string>)).status).toBe(201);
  });

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['the shop without TLS', { origin: 'http://shop.example' }],
    ['another port', { origin: 'https://shop.example:8443' }],
    ['a host that begins like the shop', { origin: 'https://shop.example.evil.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['an empty Origin', { origin: '' }],
    ['another site that hides its Origin', { 'sec-fetch-site': 'cross-site' }],
    ['another site that hides its Origin, in other letters', { 'sec-fetch-site': 'Cross-Site' }],
    ['whoever says twice where it comes from', { 'sec-fetch-site': 'same-origin,cross-site' }],
    ['whoever says it twice, and the shop as the Origin', { origin: shop, 'sec-fetch-site': 'none,none' }],
    ['a place that browsers do not know', { 'sec-fetch-site': 'elsewhere' }],
  ])('is refused from %s', async (_, headers) => {
    expect(await add({ text: 'a' }, headers as Record<string, string>)).toMatchObject(foreign);
    expect(await send('DELETE /notes', { headers })).toMatchObject(foreign);
  });

  it('is refused before anything else is looked at, and begins no session', async () => {
    const answer = await add('not json', { origin: 'https://evil.example', authorization: 'Bearer x' });
    expect(answer).toMatchObject({ ...foreign, cookies: [] });
  });

  it('may come from anywhere when it is signed, and a request that only reads may too', async () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await send('POST /hook', { body: '{}', headers })).status).toBe(200);
    expect((await send('GET /notes', { headers })).status).toBe(200);
  });
});

describe('a public route', () => {
  it('knows no visitor and sets no cookie', async () => {
    const { send } = notesApi({ list: async ({ visitor }) => ({ body: { notes: [{ text: `[${visitor}]` }] } }) });
    const cookies = [`__Host-session=${'a'.repeat(22)}`];
    expect(await send('GET /notes', { cookies })).toMatchObject({ cookies: [], body: { notes: [{ text: '[]' }] } });
  });
});

describe('a visitor', () => {
  const { add, send } = notesApi();
  const session = '__Host-session=abcdefghijklmnopqrstuv';
  const by = async (cookies: string[]) => ((await add({ text: 'a' }, {}, { cookies })).body as { by: string }).by;

  // promise: P24
  it('gets an opaque cookie with the first answer, another for every visitor', async () => {
    const cookies = [...(await add({ text: 'a' })).cookies, ...(await send('DELETE /notes')).cookies];
    expect(cookies).toHaveLength(2);
    expect(new Set(cookies).size).toBe(2);
    for (const cookie of cookies)
      expect(cookie).toMatch(/^__Host-session=[\w-]{22}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
  });

  it('is the same one with the same cookie, whatever other cookies come', async () => {
    expect(await by([session])).toBe(await by(['a=b', session, '__Host-session=short']));
    expect(await by([session])).not.toBe(await by(['__Host-session=abcdefghijklmnopqrstuw']));
  });

  it('has the session that is set: the cookie sent back finds the same visitor', async () => {
    const first = await add({ text: 'a' });
    const cookie = first.cookies[0]?.split(';')[0] ?? '';
    expect(await by([cookie])).toBe((first.body as { by: string }).by);
  });

  it('cannot be a customer by a token that nobody issued, and learns only that', async () => {
    for (const authorization of ['Bearer x', 'Bearer ', 'Basic YTpi', '']) {
      const answer = await add({ text: 'a' }, { authorization });
      expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' }, cookies: [] });
    }
  });
});

describe('a buyer', () => {
  const { send, ports } = notesApi();
  const later = Math.floor(ports.now().getTime() / 1000) + 60;
  const read = (token?: string, id = 'order-1') =>
    send('GET /orders/{id}', { path: { id }, ...(token !== undefined && { headers: { 'order-token': token } }) });

  it('reads the order that the token was signed for', async () => {
    expect(await read(signToken(testKeyRing, 'order', 'order-1', later))).toMatchObject({ status: 200, cookies: [] });
  });

  it.each([
    ['no token', undefined],
    ['an empty one', ''],
    ['a made-up one', 'k1.abc.def'],
    ['one for another order', signToken(testKeyRing, 'order', 'order-2', later)],
    ['one that has expired', signToken(testKeyRing, 'order', 'order-1', later - 120)],
  ])('learns not even whether there is an order, with %s', async (_, token) => {
    const answer = await read(token);
    expect(answer).toMatchObject({ status: 404, body: { type: '/problems/not-found' } });
  });

  it('is not whoever has the session, and a token of nobody does not help', async () => {
    const cookies = [`__Host-session=${'a'.repeat(22)}`];
    expect((await send('GET /orders/{id}', { path: { id: 'order-1' }, cookies })).status).toBe(404);
    const headers = { authorization: 'Bearer x' };
    expect((await send('GET /orders/{id}', { path: { id: 'order-1' }, cookies, headers })).status).toBe(401);
  });
});

describe('a route for the link of a mail', () => {
  it('asks for no Origin, and sees whether the browser sends Global Privacy Control', async () => {
    const { send } = notesApi();
    const headers = { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site', 'sec-gpc': '1' };
    expect(await send('POST /link', { headers })).toMatchObject({ status: 200, body: { privacyControl: true } });
    expect((await send('POST /link', { headers: { 'sec-gpc': '0' } })).body).toEqual({ privacyControl: false });
  });
});
