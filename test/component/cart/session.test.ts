import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { cart } from '../../../functions/cart/contract.ts';
import { routes } from '../../../functions/cart/routes.ts';
import { putProduct } from '../../../functions/catalogue/public.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import { product } from '../../builders/cards.ts';
import { contractDatabase, requestsOf } from '../../harness/contract-database.ts';
import { call, httpEvent, type Answered } from '../../harness/http.ts';
import { testPorts } from '../../harness/ports.ts';

const database = contractDatabase();
let now = Date.parse('2026-03-01T12:00:00Z');
const day = 24 * 60 * 60 * 1000;
const ports = () => testPorts({ dynamo: database.client(), now: () => new Date(now) });
const send = (route: string, more: Parameters<typeof httpEvent>[1] = {}): Promise<Answered> =>
  call(serve(cart, routes, ports()), httpEvent(route, more));
const put = (sku: string, quantity: unknown, cookies: string[] = []) =>
  send('PUT /cart/items/{sku}', { path: { sku }, body: { quantity }, cookies });
const remove = (sku: string, cookies: string[]) => send('DELETE /cart/items/{sku}', { path: { sku }, cookies });
const read = (cookies: string[]) => send('GET /cart', { cookies });
const pair = (answer: Answered): string => answer.cookies[0]?.split(';')[0] ?? '';
const empty = { lines: [], total: null, version: 0 };

beforeAll(async () => {
  for (const sku of ['CARD-A', 'CARD-B']) await putProduct(product(sku), ports());
});

describe('the session of a visitor', () => {
  // promise: P24
  it('begins with the first shopping route, as an opaque random id', async () => {
    const answers = await Promise.all([read([]), put('CARD-A', 1), remove('CARD-A', [])]);
    const ids = answers.map((answer) => /^__Host-session=([A-Za-z0-9_-]{22})$/.exec(pair(answer))?.[1]);
    expect(new Set(ids).size).toBe(3);
    expect(ids).not.toContain(undefined);
  });

  // promise: P25
  it('ends with the browser: its cookie has no Max-Age and no Expires', async () => {
    const [cookie] = (await read([])).cookies;
    expect(cookie?.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
  });

  it('is kept by a visitor who has one', async () => {
    const session = pair(await put('CARD-A', 1));
    expect((await read([session])).cookies).toEqual([]);
    expect((await put('CARD-B', 1, ['other=1', session])).cookies).toEqual([]);
  });

  it.each([
    '__Host-session=short',
    '__Host-session=',
    `__Host-session=${'x'.repeat(23)}`,
    '__Host-session=../../etc/passwd!!',
  ])('is begun anew when the cookie is not one of ours: %s', async (cookie) => {
    const answer = await read([cookie]);
    expect(answer).toMatchObject({ status: 200, body: empty });
    expect(pair(answer)).toMatch(/^__Host-session=[A-Za-z0-9_-]{22}$/);
  });

  it('is the only way to a cart: another visitor sees and changes an own one', async () => {
    const mine = pair(await put('CARD-A', 2));
    const other = pair(await put('CARD-B', 1));
    await remove('CARD-A', [other]);
    expect((await read([mine])).body).toMatchObject({ lines: [{ sku: 'CARD-A', quantity: 2 }], version: 1 });
    expect((await read([other])).body).toMatchObject({ lines: [{ sku: 'CARD-B', quantity: 1 }], version: 1 });
    expect((await read([])).body).toEqual(empty);
  });

  it('is not what the table knows: a cart is stored under a digest', async () => {
    const session = pair(await put('CARD-A', 1)).split('=')[1] ?? '';
    const { Items } = await database.client().send(new ScanCommand({ TableName: 'candor-test-cart-carts' }));
    expect(Items?.length).toBeGreaterThan(0);
    expect(JSON.stringify(Items)).not.toContain(session);
    expect((await read([`__Host-session=${Items?.[0]?.['id']?.S}`])).body).toEqual(empty);
  });

  // promise: P25
  it('reads no cart that has expired, though its row is still there', async () => {
    const session = pair(await put('CARD-A', 1));
    now += 30 * day;
    expect((await read([session])).body).toEqual(empty);
    expect((await remove('CARD-A', [session])).body).toEqual(empty);
  });

  it('is no answer to a bearer token that nobody issued', async () => {
    expect(await send('GET /cart', { headers: { authorization: 'Bearer x' } })).toMatchObject({
      status: 401,
      cookies: [],
    });
  });
});

describe('what the cart asks of its table', () => {
  it('is one request to read it', async () => {
    const session = pair(await put('CARD-A', 1));
    expect(await requestsOf(database.client(), () => read([session]))).toEqual(['GetItemCommand']);
  });

  it('is one conditional write to change it, besides reading the product; the first change takes two', async () => {
    let session = '';
    const first = () => put('CARD-A', 1).then((answer) => void (session = pair(answer)));
    expect(await requestsOf(database.client(), first)).toEqual([
      'GetItemCommand',
      'UpdateItemCommand',
      'PutItemCommand',
    ]);
    const change = () => put('CARD-B', 1, [session]);
    expect(await requestsOf(database.client(), change)).toEqual(['GetItemCommand', 'UpdateItemCommand']);
  });

  it('is one write to remove a line, however it is said', async () => {
    const session = pair(await put('CARD-A', 1));
    expect(await requestsOf(database.client(), () => put('CARD-A', 0, [session]))).toEqual(['UpdateItemCommand']);
    expect(await requestsOf(database.client(), () => remove('CARD-A', [session]))).toEqual(['UpdateItemCommand']);
  });
});
