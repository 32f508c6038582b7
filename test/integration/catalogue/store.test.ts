import { listProducts } from '../../../functions/catalogue/list.ts';
import { getProduct, getProducts, productItem, putProduct } from '../../../functions/catalogue/store.ts';
import { Unavailable } from '../../../functions/kit/http/problem.ts';
import { money, product } from '../../builders/cards.ts';
import { contractDatabase, requestsOf } from '../../harness/contract-database.ts';
import { testPorts } from '../../harness/ports.ts';

const database = contractDatabase();
const ports = () => testPorts({ dynamo: database.client() });
const skuOf = (n: number): string => `CARD-${String(n).padStart(3, '0')}`;
const count = 230;

/** Every seventh card is sold in Japan too, so that a page of them lies across several pages of the table. */
const countries = (n: number): string[] => (n % 7 === 0 ? ['US', 'JP'] : ['US']);

beforeAll(async () => {
  const order = Array.from({ length: count }, (_, n) => (n * 97) % count);
  await Promise.all(order.map((n) => putProduct(product(skuOf(n), money(900), countries(n)), ports())));
}, 60_000);

const walk = async (country: string | undefined, limit: number): Promise<string[][]> => {
  const pages: string[][] = [];
  let more = true;
  while (more) {
    const after = pages.at(-1)?.at(-1);
    const page = await listProducts(
      { limit, ...(country !== undefined && { country }), ...(after !== undefined && { after }) },
      ports(),
    );
    pages.push(page.items.map(({ sku }) => sku));
    more = page.more;
  }
  return pages;
};

describe('the list of products', () => {
  it.each([
    ['all', undefined, 50],
    ['all, one a page', undefined, 1],
    ['those sold in Japan', 'JP', 20],
    ['those sold in Japan, when the last page is exactly full', 'JP', 11],
    ['those sold in Japan, when the page is full just where one of the table ends', 'JP', 15],
  ])('has %s once, in SKU order, on full pages', async (_, country, limit) => {
    const numbers = Array.from({ length: count }, (__, n) => n);
    const expected = numbers.filter((n) => country === undefined || countries(n).includes(country)).map(skuOf);
    const pages = await walk(country, limit);
    expect(pages.flat()).toEqual(expected);
    expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
    expect(pages).toHaveLength(Math.ceil(expected.length / limit));
  });

  it('is empty for a country where nothing is sold', async () => {
    expect(await listProducts({ country: 'FR', limit: 20 }, ports())).toEqual({ items: [], more: false });
  });

  it('goes on after a SKU that is no longer for sale', async () => {
    const { items } = await listProducts({ after: 'CARD-100-GONE', limit: 1 }, ports());
    expect(items[0]?.sku).toBe(skuOf(101));
  });

  it('costs one request a page when no country is asked for', async () => {
    const page = () => listProducts({ limit: 50 }, ports());
    expect(await requestsOf(database.client(), page)).toEqual(['QueryCommand']);
  });
});

describe('products by SKU', () => {
  it('are found as they were stored, and not at all when there is none', async () => {
    expect(await getProduct(skuOf(7), ports())).toEqual(product(skuOf(7), money(900), countries(7)));
    expect(await getProduct('NONE-1', ports())).toBeUndefined();
  });

  it('are read together in one request; what is not for sale is left out, what is asked twice comes once', async () => {
    let found: string[] = [];
    const read = async () => {
      found = [...(await getProducts([skuOf(3), 'NONE-1', skuOf(1), skuOf(3)], ports())).keys()];
    };
    expect(await requestsOf(database.client(), read)).toEqual(['BatchGetItemCommand']);
    expect(found.sort()).toEqual([skuOf(1), skuOf(3)]);
  });

  it('cost no request when none is asked for', async () => {
    expect(await requestsOf(database.client(), () => getProducts([], ports()))).toEqual([]);
  });

  it('are said to be unavailable, not missing, when the store leaves keys unprocessed', async () => {
    const client = database.client();
    client.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        const table = 'candor-test-catalogue-products';
        Object.assign(answer.output, { Responses: {}, UnprocessedKeys: { [table]: { Keys: [{}] } } });
        return answer;
      },
      { step: 'initialize', name: 'leaveUnprocessed' },
    );
    try {
      await expect(getProducts([skuOf(1)], ports())).rejects.toThrow(Unavailable);
    } finally {
      client.middlewareStack.remove('leaveUnprocessed');
    }
  });
});

describe('storing a product', () => {
  it('again changes nothing, and a new price replaces the old one', async () => {
    const card = product('AAA-1', money(100));
    expect(await putProduct(card, ports())).toBeUndefined();
    expect(await putProduct(card, ports())).toBeUndefined();
    expect(await putProduct({ ...card, price: money(200) }, ports())).toBeUndefined();
    expect((await getProduct('AAA-1', ports()))?.price).toEqual(money(200));
  });

  it('refuses another currency for a SKU that carts may hold', async () => {
    await putProduct(product('AAA-2', money(100)), ports());
    expect(await putProduct(product('AAA-2', money(100, 'EUR')), ports())).toEqual({ refused: 'currency-changed' });
    expect((await getProduct('AAA-2', ports()))?.price).toEqual(money(100));
  });

  it('makes an item with the shelf as its key', () => {
    expect(productItem(product('AAA-3'))).toMatchObject({ shelf: { S: 'all' }, sku: { S: 'AAA-3' } });
  });
});
