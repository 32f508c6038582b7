import { loadPins } from '../../../functions/pins/public.ts';
import { requestsOf } from '../../harness/contract-database.ts';
import { holdRows, pinRows } from '../../builders/pool.ts';
import { openWorld, type Shop, type World } from '../../harness/shop-in-process.ts';

let world: World;
let shop: Shop;
let at = Date.now();
beforeAll(async () => {
  world = await openWorld();
  shop = await world.shop({ now: () => new Date(at) });
  await shop.stock('CARD-NONE', 0);
  await shop.stock('CARD-TWO', 2);
  await shop.stock('CARD-MANY', 30);
}, 60_000);
afterAll(() => world.close());

const outOfStock = { status: 409, body: { type: '/problems/out-of-stock' } };

describe('checkout of a card', () => {
  it('that is out of stock is refused at once, and places nothing', async () => {
    const cookies = await shop.visitor(['CARD-NONE', 1]);
    const names = await requestsOf(world.dynamo.client, async () => {
      expect(await shop.checkOut(cookies, 'key')).toMatchObject(outOfStock);
    });
    expect(names.filter((name) => !/^(BatchGetItem|GetItem|Query)Command$/.test(name))).toEqual([]);
  });

  it('of which fewer are left than the cart has is refused, and as many as are left are sold', async () => {
    const cookies = await shop.visitor(['CARD-TWO', 3]);
    expect(await shop.checkOut(cookies, 'three')).toMatchObject(outOfStock);
    await shop.put(cookies, 'CARD-TWO', 2);
    expect((await shop.checkOut(cookies, 'two')).status).toBe(201);
    await shop.put(cookies, 'CARD-TWO', 3);
    expect(await shop.checkOut(cookies, 'three again')).toMatchObject(outOfStock);
  });

  it('that is in stock is refused beside one that is not', async () => {
    const cookies = await shop.visitor(['CARD-MANY', 1], ['CARD-NONE', 1]);
    expect(await shop.checkOut(cookies, 'key')).toMatchObject(outOfStock);
    await shop.put(cookies, 'CARD-NONE', 0);
    expect((await shop.checkOut(cookies, 'key')).status).toBe(201);
  });

  it('holds none of it: the PINs are held when the payment is approved', async () => {
    await shop.checkOut(await shop.visitor(['CARD-TWO', 2]), 'key');
    expect(await holdRows(shop.ports)).toEqual([]);
    expect((await pinRows('CARD-TWO', shop.ports)).every(({ free }) => free === 'CARD-TWO')).toBe(true);
  });

  it('that was out of stock a moment ago is sold as soon as it has come in', async () => {
    await shop.stock('CARD-NEW', 0);
    const cookies = await shop.visitor(['CARD-NEW', 1]);
    expect(await shop.checkOut(cookies, 'before')).toMatchObject(outOfStock);
    await loadPins([{ sku: 'CARD-NEW', pin: '5550001112' }], shop.ports);
    expect((await shop.checkOut(cookies, 'after')).status).toBe(201);
  });

  it('that was sold within the last ten seconds may still be ordered, later it is refused', async () => {
    await shop.stock('CARD-LAST', 1);
    const buyers = [];
    for (let n = 0; n < 3; n += 1) buyers.push(await shop.visitor(['CARD-LAST', 1]));
    expect((await shop.checkOut(buyers[0] ?? [], 'key')).status).toBe(201);
    await shop.sellOut('CARD-LAST');
    at += 9_999;
    expect((await shop.checkOut(buyers[1] ?? [], 'key')).status).toBe(201);
    at += 1;
    expect(await shop.checkOut(buyers[2] ?? [], 'key')).toMatchObject(outOfStock);
  });

  it('is answered with the order that is there, out of stock or not', async () => {
    await shop.stock('CARD-GONE', 1);
    const cookies = await shop.visitor(['CARD-GONE', 1]);
    const { body } = await shop.checkOut(cookies, 'key');
    await shop.sellOut('CARD-GONE');
    at += 10_000;
    expect(await shop.checkOut(cookies, 'key')).toMatchObject({ status: 201, body });
    expect(await shop.checkOut(cookies, 'another')).toMatchObject({ status: 201, body });
  });
});

describe('a checkout', () => {
  it('takes four requests to the database once the function knows the stock of the card, one more a card before', async () => {
    await shop.stock('CARD-A', 9);
    await shop.stock('CARD-B', 9);
    const requests = async (...lines: [string, number][]) => {
      const cookies = await shop.visitor(...lines);
      return requestsOf(world.dynamo.client, async () => {
        expect((await shop.checkOut(cookies, 'key')).status).toBe(201);
      });
    };
    const warm = ['BatchGetItemCommand', 'BatchGetItemCommand', 'TransactWriteItemsCommand', 'UpdateItemCommand'];
    at += 10_000;
    expect((await requests(['CARD-A', 1])).sort()).toEqual([...warm, 'QueryCommand'].sort());
    expect(await requests(['CARD-A', 1])).toEqual(warm);
    expect(await requests(['CARD-A', 9])).toEqual(warm);
    expect((await requests(['CARD-A', 1], ['CARD-B', 2])).sort()).toEqual([...warm, 'QueryCommand'].sort());
  });
});
