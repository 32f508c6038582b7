import { cart } from '../../../functions/cart/contract.ts';
import { routes } from '../../../functions/cart/routes.ts';
import { putProduct } from '../../../functions/catalogue/public.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import { money, product } from '../../builders/cards.ts';
import { customerSession } from '../../builders/made-up-context.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { call, httpEvent, type Answered } from '../../harness/http.ts';
import { testPorts } from '../../harness/ports.ts';

const database = contractDatabase();
const names = ['jane', 'joe', 'ann', 'eve'];
const sessions = Object.fromEntries(
  names.map((name) => [name, customerSession({ id: `account-${name}`, person: `person-${name}` })]),
);
const ports = () => testPorts({ dynamo: database.client(), sessions });
const send = (route: string, token: string | undefined, more: Parameters<typeof httpEvent>[1] = {}) =>
  call(
    serve(cart, routes, ports()),
    httpEvent(route, { ...more, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } }),
  );
const put = (sku: string, quantity: number, { token, cookies = [] }: { token?: string; cookies?: string[] }) =>
  send('PUT /cart/items/{sku}', token, { path: { sku }, body: { quantity }, cookies });
const claim = (token: string | undefined, cookies: string[]) => send('POST /cart/claim', token, { cookies });
const pair = (answer: Answered): string => answer.cookies[0]?.split(';')[0] ?? '';
const lines = (body: unknown) =>
  Object.fromEntries(
    (body as { lines: { sku: string; quantity: number }[] }).lines.map(({ sku, quantity }) => [sku, quantity]),
  );

beforeAll(async () => {
  for (const sku of ['CARD-A', 'CARD-B']) await putProduct(product(sku), ports());
  await putProduct(product('CARD-EUR', money(900, 'EUR')), ports());
});

describe('the claim of a cart', () => {
  // promise: P24
  it("joins the session's cart to the customer's, and gives the session another id", async () => {
    const session = pair(await put('CARD-A', 2, {}));
    await put('CARD-B', 1, { token: 'jane' });
    const answer = await claim('jane', [session]);
    expect(answer).toMatchObject({ status: 200, body: { left: { lines: [] } } });
    expect(lines(answer.body)).toEqual({ 'CARD-A': 2, 'CARD-B': 1 });
    expect(answer.cookies[0]).toMatch(/^__Host-session=[A-Za-z0-9_-]{22}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    expect(pair(answer)).not.toBe(session);
    expect((await send('GET /cart', undefined, { cookies: [session] })).body).toMatchObject({ lines: [] });
  });

  it('says what is left to the session, and leaves it there', async () => {
    await put('CARD-A', 1, { token: 'joe' });
    const session = pair(await put('CARD-EUR', 3, {}));
    const answer = await claim('joe', [session]);
    expect(lines((answer.body as { left: unknown }).left)).toEqual({ 'CARD-EUR': 3 });
    const after = await send('GET /cart', undefined, { cookies: [pair(answer)] });
    expect(lines(after.body)).toEqual({ 'CARD-EUR': 3 });
  });

  it('may be repeated by the same customer, whose session goes on under the same id', async () => {
    const session = pair(await put('CARD-A', 9, {}));
    const first = await claim('ann', [session]);
    expect(await claim('ann', [session])).toEqual(first);
    expect(pair(await claim('eve', [session]))).not.toBe(pair(first));
  });

  it('without a session shows the cart of the customer and sets no cookie', async () => {
    const answer = await claim('ann', []);
    expect(answer.cookies).toEqual([]);
    expect(lines(answer.body)).toEqual({ 'CARD-A': 9 });
  });

  it('is for customers', async () => {
    expect((await claim(undefined, [])).status).toBe(401);
  });
});
