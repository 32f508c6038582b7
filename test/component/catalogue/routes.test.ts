import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { catalogue } from '../../../functions/catalogue/contract.ts';
import { putProduct } from '../../../functions/catalogue/public.ts';
import { routes } from '../../../functions/catalogue/routes.ts';
import { loadPins } from '../../../functions/pins/public.ts';
import { toItem } from '../../../functions/kit/store/client.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import { money, product } from '../../builders/cards.ts';
import { contractDatabase, requestsOf } from '../../harness/contract-database.ts';
import { call, httpEvent, type Answered } from '../../harness/http.ts';
import { testPorts } from '../../harness/ports.ts';

const database = contractDatabase();
const ports = () => testPorts({ dynamo: database.client() });
const send = (route: string, more: Parameters<typeof httpEvent>[1] = {}): Promise<Answered> =>
  call(serve(catalogue, routes, ports()), httpEvent(route, more));
const list = (query: Record<string, string> = {}) => send('GET /products', { query });
const read = (sku: string) => send('GET /products/{sku}', { path: { sku } });
type Listing = { items: { sku: string; inStock: boolean }[]; next: string | null };
const listing = async (query?: Record<string, string>): Promise<Listing> => (await list(query)).body as Listing;

beforeAll(async () => {
  for (let n = 10; n < 40; n += 1)
    await putProduct(product(`CARD-${n}`, money(950), n % 2 ? ['US', 'DE'] : ['US']), ports());
  await loadPins([{ sku: 'CARD-11', pin: '1234567890' }], ports());
}, 60_000);

describe('reading a product', () => {
  it('tells everybody the same, without a cookie, and may be kept for half a minute', async () => {
    const answer = await read('CARD-11');
    expect(answer).toEqual({
      status: 200,
      cookies: [],
      headers: expect.objectContaining({ 'cache-control': 'public, max-age=30' }) as unknown,
      body: {
        sku: 'CARD-11',
        name: 'Card CARD-11',
        description: 'Calls from any telephone.',
        faceValue: { amount: '10.50', currency: 'USD' },
        price: { amount: '9.50', currency: 'USD' },
        countries: ['US', 'DE'],
        inStock: true,
      },
    });
  });

  it('says whether there is stock, and nothing of how much', async () => {
    expect((await read('CARD-12')).body).toMatchObject({ inStock: false });
    expect(Object.values((await read('CARD-11')).body as object)).not.toContain(1);
  });

  it('is 404, not kept by anybody, when there is none', async () => {
    const answer = await read('NONE-1');
    expect(answer).toMatchObject({ status: 404, body: { type: '/problems/unknown-product' } });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('gives out declared fields only, whatever the row has', async () => {
    const Item = toItem({ shelf: 'all', ...product('CARD-99'), purchasePrice: 'SECRET' });
    await database.client().send(new PutItemCommand({ TableName: 'candor-test-catalogue-products', Item }));
    expect(JSON.stringify((await read('CARD-99')).body)).not.toMatch(/SECRET|purchasePrice|shelf/);
  });

  it('asks the product and the pool, once each', async () => {
    expect(await requestsOf(database.client(), () => read('CARD-11'))).toEqual(['GetItemCommand', 'QueryCommand']);
  });
});

describe('listing products', () => {
  it('has twenty on a page unless asked otherwise, and the whole list over its cursors', async () => {
    const first = await listing();
    expect(first.items).toHaveLength(20);
    const second = await listing({ cursor: first.next ?? '' });
    expect(second.next).toBeNull();
    const skus = [...first.items, ...second.items].map(({ sku }) => sku);
    expect(skus.slice(0, 30)).toEqual(Array.from({ length: 30 }, (_, n) => `CARD-${n + 10}`));
  });

  it('fills its pages with what is sold in the country', async () => {
    const { items } = await listing({ country: 'DE', limit: '10' });
    expect(items.map(({ sku }) => sku)).toEqual(Array.from({ length: 10 }, (_, n) => `CARD-${11 + 2 * n}`));
    expect(items.map(({ inStock }) => inStock)).toEqual([true, ...Array<boolean>(9).fill(false)]);
  });

  it.each([
    ['a limit of nothing', 'limit', '0'],
    ['a limit above fifty', 'limit', '51'],
    ['a limit that is no number', 'limit', 'all'],
    ['a country in small letters', 'country', 'de'],
    ['a cursor that no listing gave out', 'cursor', 'AAAA'],
    ['a cursor with other characters', 'cursor', 'a b'],
  ])('refuses %s and names the field', async (_, field, value) => {
    const answer = await list({ [field]: value });
    expect(answer).toMatchObject({ status: 422, body: { type: '/problems/invalid-request' } });
    const { errors } = answer.body as { errors: { at: string }[] };
    expect(new Set(errors.map(({ at }) => at))).toEqual(new Set([`/query/${field}`]));
  });

  it('is the same with parameters that it does not know, such as those of a campaign', async () => {
    const { body } = await list({ limit: '5' });
    expect(await list({ limit: '5', utm_source: 'mail', sort: 'price' })).toMatchObject({ status: 200, body });
  });
});
