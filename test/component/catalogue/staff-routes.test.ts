import { catalogue } from '../../../functions/catalogue/contract.ts';
import { putProduct } from '../../../functions/catalogue/public.ts';
import { routes } from '../../../functions/catalogue/staff-routes.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import { maxBodyBytes } from '../../../functions/kit/contract/route.ts';
import { money, product } from '../../builders/cards.ts';
import { newSku, pinRows } from '../../builders/pool.ts';
import { othersThan, signedIn, staffSessions } from '../../builders/staff.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { faults, injectFaults } from '../../harness/faults.ts';
import { call, httpEvent, type Answered } from '../../harness/http.ts';
import { testPorts, type TestPorts } from '../../harness/ports.ts';

const database = contractDatabase();
let ports: TestPorts;
beforeAll(() => {
  ports = testPorts({ dynamo: database.client(), sessions: staffSessions });
});

type Sent = Parameters<typeof httpEvent>[1] & { as?: string };
const send = (route: string, { as = 'fulfilment', ...sent }: Sent = {}): Promise<Answered> =>
  call(
    serve(catalogue, routes, ports),
    httpEvent(route, { ...sent, headers: { ...(as && signedIn(as)), ...sent.headers } }),
  );
const load = (sku: string, csv: string, more: { as?: string; key?: string } = {}) =>
  send('POST /admin/pins/{sku}', {
    path: { sku },
    body: csv,
    headers: { 'content-type': 'text/csv', ...(more.key !== undefined && { 'idempotency-key': more.key }) },
    ...(more.as !== undefined && { as: more.as }),
  });
const entry = {
  name: 'Global',
  description: 'Calls.',
  faceValue: { amount: '12.00', currency: 'USD' },
  price: { amount: '10.00', currency: 'USD' },
  countries: ['US'],
};
const put = (sku: string, body: unknown, as?: string) =>
  send('PUT /admin/products/{sku}', { path: { sku }, body, ...(as !== undefined && { as }) });
const cardInStore = async (): Promise<string> => {
  const sku = newSku();
  await putProduct(product(sku, money(950)), ports);
  return sku;
};

describe('routes for staff of the catalogue', () => {
  it.each(othersThan('fulfilment'))('refuse "%s" with %i, and change nothing', async (as, status) => {
    const sku = newSku();
    expect((await put(sku, entry, as)).status).toBe(status);
    expect((await load(sku, '12345678', { as })).status).toBe(status);
    expect((await send('GET /admin/stock', { as })).status).toBe(status);
    expect(await pinRows(sku, ports)).toEqual([]);
  });
});

describe('a product that staff store', () => {
  it('is shown as it was sent, and replaced by the next', async () => {
    const sku = newSku();
    expect(await put(sku, entry)).toMatchObject({ status: 200, body: { sku, ...entry, inStock: false } });
    expect(await put(sku, { ...entry, sku, name: 'Other' })).toMatchObject({ status: 200, body: { name: 'Other' } });
  });

  it('is worth its price where no face value is named', async () => {
    const { faceValue: _, ...short } = entry;
    expect(await put(newSku(), short)).toMatchObject({ status: 200, body: { faceValue: entry.price } });
  });

  it.each([
    ['a field that no product has', { ...entry, colour: 'red' }],
    ['another SKU than its path', { ...entry, sku: 'ANOTHER-1' }],
    ['an amount that its currency has not', { ...entry, price: { amount: '10.000', currency: 'USD' } }],
    ['no countries', { ...entry, countries: [] }],
  ])('is refused with %s', async (_, body) => {
    expect(await put(newSku(), body)).toMatchObject({ status: 422, body: { type: '/problems/invalid-request' } });
  });

  it('keeps its currency', async () => {
    const sku = newSku();
    await put(sku, entry);
    const euros = { ...entry, price: { amount: '10.00', currency: 'EUR' } };
    expect(await put(sku, euros)).toMatchObject({ status: 409, body: { type: '/problems/currency-changed' } });
  });
});

describe('PINs that staff load', () => {
  it('are in the pool, and lines that are wrong are told by number and change nothing for the others', async () => {
    const sku = await cardInStore();
    const csv = `pin\n1111-2222\n${sku},33334444\n\nOTHER-1,55556666\n1111 2222\n"7777,8888"\nno"pin\n12\na,b,c\n99990000`;
    expect((await load(sku, csv)).body).toEqual({
      loaded: 3,
      refused: [
        { line: 5, is: 'it is of another SKU' },
        { line: 6, is: 'the same PIN is on a line above' },
        { line: 7, is: 'the PIN is not 4 to 64 letters, digits, blanks and hyphens' },
        { line: 8, is: 'its quotes do not fit' },
        { line: 9, is: 'the PIN is not 4 to 64 letters, digits, blanks and hyphens' },
        { line: 10, is: 'it has more fields than a SKU and a PIN' },
      ],
    });
    expect(await pinRows(sku, ports)).toHaveLength(3);
  });

  it('are refused by line when they were loaded before, with or without hyphens', async () => {
    const sku = await cardInStore();
    await load(sku, '1111-2222\n33334444');
    expect((await load(sku, '11112222\n55556666')).body).toEqual({
      loaded: 1,
      refused: [{ line: 1, is: 'the PIN has been loaded before' }],
    });
  });

  it('are told of alike again under the same Idempotency-Key, and other PINs are refused under it', async () => {
    const sku = await cardInStore();
    const first = await load(sku, '11112222\n33334444', { key: 'load-1' });
    expect(first.body).toEqual({ loaded: 2, refused: [] });
    expect((await load(sku, '11112222\n33334444', { key: 'load-1' })).body).toEqual(first.body);
    expect(await load(sku, '55556666', { key: 'load-1' })).toMatchObject({
      status: 422,
      body: { type: '/problems/idempotency-conflict' },
    });
    expect(await pinRows(sku, ports)).toHaveLength(2);
  });

  it('under a key are finished by the same request after it broke off', async () => {
    const sku = await cardInStore();
    const csv = Array.from({ length: 80 }, (_, n) => String(10_000_000 + n)).join('\n');
    const stop = injectFaults(database.client(), (command, nth) =>
      command === 'PutItemCommand' && nth >= 20 ? { before: faults.timedOut() } : undefined,
    );
    expect((await load(sku, csv, { key: 'load-2' })).status).toBe(503);
    stop();
    expect((await load(sku, csv, { key: 'load-2' })).body).toEqual({ loaded: 80, refused: [] });
    expect(await pinRows(sku, ports)).toHaveLength(80);
  });

  it('need a product, and come in pieces', async () => {
    const sku = await cardInStore();
    expect((await load(newSku(), '11112222')).status).toBe(404);
    const many = Array.from({ length: 1001 }, (_, n) => String(10_000_000 + n)).join('\n');
    expect(await load(sku, many)).toMatchObject({ status: 413, body: { type: '/problems/too-many-lines' } });
    expect(await load(sku, 'x'.repeat(maxBodyBytes + 1))).toMatchObject({
      status: 413,
      body: { type: '/problems/body-too-large' },
    });
    expect(await pinRows(sku, ports)).toEqual([]);
  });

  it('are in no log', async () => {
    const sku = await cardInStore();
    await load(sku, 'secret-pin-1\nsecret"pin-2');
    expect(JSON.stringify(ports.logged)).not.toContain('secret');
  });
});

describe('the stock', () => {
  it('is counted by card, page by page', async () => {
    const sku = await cardInStore();
    await load(sku, Array.from({ length: 30 }, (_, n) => String(10_000_000 + n)).join('\n'));
    const found: { sku: string; free: number }[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { limit: '3', ...(cursor !== null && { cursor }) };
      const { body } = await send('GET /admin/stock', { query });
      const page = body as { items: { sku: string; free: number }[]; next: string | null };
      found.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    expect(found).toContainEqual({ sku, name: `Card ${sku}`, free: 30, burned: 0, faulty: 0, recalled: 0 });
    expect(new Set(found.map((each) => each.sku)).size).toBe(found.length);
  });
});
