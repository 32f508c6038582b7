import { cart } from '../../../functions/cart/contract.ts';
import { routes } from '../../../functions/cart/routes.ts';
import { putProduct } from '../../../functions/catalogue/public.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import { money, product } from '../../builders/cards.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { call, httpEvent, type Answered } from '../../harness/http.ts';
import { testPorts } from '../../harness/ports.ts';

const database = contractDatabase();
const ports = () => testPorts({ dynamo: database.client() });
const send = (route: string, more: Parameters<typeof httpEvent>[1]): Promise<Answered> =>
  call(serve(cart, routes, ports()), httpEvent(route, more));
let sessions = 0;
const session = (): string[] => [`__Host-session=${String((sessions += 1)).padStart(22, 'x')}`];
const put = (cookies: string[], sku: string, quantity: unknown) =>
  send('PUT /cart/items/{sku}', { path: { sku }, body: { quantity }, cookies });
const problem = (slug: string) => expect.objectContaining({ type: `/problems/${slug}` }) as unknown;

beforeAll(async () => {
  for (let n = 0; n <= 10; n += 1) await putProduct(product(`CARD-${n}`, money(950)), ports());
  await putProduct(product('EURO-1', money(1000, 'EUR')), ports());
});

describe('setting a line', () => {
  it('returns the cart with prices from the catalogue', async () => {
    const mine = session();
    await put(mine, 'CARD-2', 1);
    expect(await put(mine, 'CARD-1', 3)).toMatchObject({
      status: 200,
      body: {
        lines: [
          {
            sku: 'CARD-1',
            name: 'Card CARD-1',
            quantity: 3,
            unitPrice: { amount: '9.50', currency: 'USD' },
            lineTotal: { amount: '28.50', currency: 'USD' },
          },
          { sku: 'CARD-2', quantity: 1 },
        ],
        total: { amount: '38.00', currency: 'USD' },
        version: 2,
      },
    });
  });

  it('sets the quantity and does not add to it', async () => {
    const mine = session();
    await put(mine, 'CARD-1', 3);
    expect((await put(mine, 'CARD-1', 2)).body).toMatchObject({ lines: [{ quantity: 2 }] });
  });

  it('removes the line with quantity 0, also that of a product which is no longer for sale', async () => {
    const mine = session();
    await put(mine, 'CARD-1', 3);
    expect((await put(mine, 'CARD-1', 0)).body).toEqual({ lines: [], total: null, version: 2 });
    expect((await put(mine, 'GONE-1', 0)).status).toBe(200);
  });

  it.each([[10], [-1], [1.5], ['1'], [null], [true], [[1]], [1e15]])('refuses a quantity of %p', async (quantity) => {
    const answer = await put(session(), 'CARD-1', quantity);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ at: '/body/quantity' }] } });
  });

  it('refuses a product that is not for sale, a card too many and another currency', async () => {
    const mine = session();
    expect(await put(mine, 'NONE-1', 1)).toMatchObject({ status: 404, body: problem('unknown-product') });
    for (let n = 0; n < 10; n += 1) await put(mine, `CARD-${n}`, 9);
    expect(await put(mine, 'CARD-10', 1)).toMatchObject({ status: 409, body: problem('cart-full') });
    expect(await put(mine, 'EURO-1', 1)).toMatchObject({ status: 409, body: problem('mixed-currencies') });
    expect((await put(mine, 'CARD-3', 1)).body).toMatchObject({ version: 11 });
  });

  it.each(['card-1', 'A', '__proto__', 'CARD 1', 'CARD-1/..', 'Ж-1', 'X'.repeat(33)])(
    'refuses %p for a SKU',
    async (sku) => {
      expect(await put(session(), sku, 1)).toMatchObject({ status: 422, body: { errors: [{ at: '/path/sku' }] } });
    },
  );

  it('takes no price from outside', async () => {
    const sent = { path: { sku: 'CARD-1' }, body: { quantity: 1, unitPrice: { amount: '0.01', currency: 'USD' } } };
    expect(await send('PUT /cart/items/{sku}', sent)).toMatchObject({ status: 422 });
  });
});

describe('removing a line', () => {
  it('returns the cart without it', async () => {
    const mine = session();
    await put(mine, 'CARD-1', 1);
    await put(mine, 'CARD-2', 1);
    const answer = await send('DELETE /cart/items/{sku}', { path: { sku: 'CARD-1' }, cookies: mine });
    expect(answer).toMatchObject({ status: 200, body: { lines: [{ sku: 'CARD-2' }], version: 3 } });
  });

  it('is harmless when it is not there, and makes no other version', async () => {
    const mine = session();
    await put(mine, 'CARD-1', 1);
    const gone = () => send('DELETE /cart/items/{sku}', { path: { sku: 'CARD-2' }, cookies: mine });
    expect(await gone()).toMatchObject({ status: 200, body: { lines: [{ sku: 'CARD-1' }], version: 1 } });
    const nobody = await send('DELETE /cart/items/{sku}', { path: { sku: 'CARD-2' }, cookies: session() });
    expect(nobody).toMatchObject({ status: 200, body: { lines: [], total: null, version: 0 } });
  });
});
