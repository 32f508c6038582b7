import { catalogue } from '../../../functions/catalogue/contract.ts';
import { putProduct, soldOut, stockOf } from '../../../functions/catalogue/public.ts';
import { routes } from '../../../functions/catalogue/routes.ts';
import { loadPins } from '../../../functions/pins/public.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import { money, product } from '../../builders/cards.ts';
import { contractDatabase, requestsOf } from '../../harness/contract-database.ts';
import { injectFaults } from '../../harness/faults.ts';
import { call, httpEvent } from '../../harness/http.ts';
import { testPorts } from '../../harness/ports.ts';

const database = contractDatabase();
/** A function that has just started: it remembers nothing. */
const fresh = (now: () => Date = () => new Date()) => testPorts({ dynamo: database.client(), now });
const list = (ports = fresh()) => call(serve(catalogue, routes, ports), httpEvent('GET /products'));
const asks = (run: () => Promise<unknown>) => requestsOf(database.client(), run);

let pins = 1_000_000_000;
const load = (sku: string) => loadPins([{ sku, pin: String((pins += 1)) }], fresh());

beforeAll(async () => {
  for (let n = 10; n < 30; n += 1) await putProduct(product(`CARD-${n}`, money(950), ['US']), fresh());
  await load('CARD-11');
}, 60_000);

describe('a list of twenty products', () => {
  it('takes at most twenty-one requests of a function that has just started, and one of the same function later', async () => {
    const ports = fresh();
    expect((await asks(() => list(ports))).length).toBeLessThanOrEqual(21);
    expect(await asks(() => list(ports))).toEqual(['QueryCommand']);
  });

  it('says of each product whether it is in stock, out of memory too', async () => {
    const ports = fresh();
    for (const _ of ['asked', 'remembered']) {
      const { items } = (await list(ports)).body as { items: { sku: string; inStock: boolean }[] };
      expect(items).toHaveLength(20);
      expect(items.filter(({ inStock }) => inStock).map(({ sku }) => sku)).toEqual(['CARD-11']);
    }
  });

  it('shares its look into the pool with the lists that are read at the same time', async () => {
    const ports = fresh();
    const names = await asks(() => Promise.all(Array.from({ length: 16 }, () => list(ports))));
    expect(names).toHaveLength(16 + 20);
  });
});

describe('stock', () => {
  it('is believed for ten seconds, and asked for again after them', async () => {
    let at = Date.now();
    const ports = fresh(() => new Date(at));
    await stockOf(['CARD-11'], ports);
    at += 9_999;
    expect(await asks(() => stockOf(['CARD-11'], ports))).toEqual([]);
    at += 1;
    expect(await asks(() => stockOf(['CARD-11'], ports))).toEqual(['QueryCommand']);
  });

  it('is not kept when the pool could not be asked', async () => {
    const ports = fresh();
    const stop = injectFaults(ports.dynamo, () => Promise.reject(new Error('cut')));
    await expect(stockOf(['CARD-11'], ports)).rejects.toThrow('cut');
    stop();
    expect(await stockOf(['CARD-11'], ports)).toEqual(new Map([['CARD-11', true]]));
  });

  it('of one shop is not that of another in the same process', async () => {
    await stockOf(['CARD-12'], fresh());
    expect(await asks(() => stockOf(['CARD-12'], fresh()))).toEqual(['QueryCommand']);
  });
});

describe('whoever is refused for want of stock', () => {
  it('is refused by the pool, never out of memory', async () => {
    const ports = fresh();
    expect(await stockOf(['CARD-13'], ports)).toEqual(new Map([['CARD-13', false]]));
    await load('CARD-13');
    expect(await soldOut([{ sku: 'CARD-13', quantity: 1 }], ports)).toEqual([]);
    expect(await stockOf(['CARD-13'], ports)).toEqual(new Map([['CARD-13', true]]));
  });

  const cards = [
    { sku: 'CARD-11', quantity: 1 },
    { sku: 'CARD-14', quantity: 1 },
  ];

  it('costs one request a card that is sold out and none for one that is known as in stock', async () => {
    const ports = fresh();
    expect(await asks(() => soldOut(cards, ports))).toHaveLength(2);
    expect(await asks(() => soldOut(cards, ports))).toEqual(['QueryCommand']);
    expect(await soldOut(cards, ports)).toEqual(['CARD-14']);
  });
});
