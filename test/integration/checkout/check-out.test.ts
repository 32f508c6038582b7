import { DeleteItemCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { putProduct } from '../../../functions/catalogue/public.ts';
import { productKey } from '../../../functions/catalogue/store.ts';
import { toItem } from '../../../functions/kit/store/client.ts';
import { fulfil } from '../../../functions/fulfilment/fulfil.ts';
import { settle } from '../../../functions/payments/settle/settle.ts';
import { voidOrder } from '../../../functions/fulfilment/public.ts';
import { requestsOf } from '../../harness/contract-database.ts';
import { decide, faults, openWorld, paymentsFor, type Shop, type World } from '../../harness/shop-in-process.ts';
import { money } from '../../builders/cards.ts';

let world: World;
let shop: Shop;
beforeAll(async () => {
  world = await openWorld();
  shop = await world.shop();
  await shop.stock('CARD-A', 20);
  await shop.stock('CARD-B', 20);
}, 60_000);
afterAll(() => world.close());
afterEach(() => faults(world.paypalUrl));

const rows = async (table: string) =>
  ((await world.dynamo.client.send(new ScanCommand({ TableName: shop.ports.table(table) }))).Items ?? []).map((item) =>
    unmarshall(item),
  );

const written = ['orders.orders', 'checkout.requests', 'people.persons', 'people.keys', 'cart.carts'];

describe('checkout', () => {
  // promise: P32, P13
  it('says that the buyer goes to PayPal and enters data there, and pins the notice and the policy to the order', async () => {
    const cookies = await shop.visitor(['CARD-A', 1]);
    const { status, body } = await shop.checkOut(cookies, 'key');
    expect(status).toBe(201);
    const { notice } = body as unknown as { notice: { text: string; hash: string } };
    expect(notice.text).toMatch(/redirected to PayPal/);
    expect(notice.text).toMatch(/never see or store card/);
    const order = await shop.order(body.orderId);
    expect(order.noticeHash).toBe(notice.hash);
    expect(order.policyHash).toMatch(/^[0-9a-f]{64}$/);
  });

  // promise: P40
  it('requires the choice on marketing, without a default, and stores it in the write that places the order', async () => {
    const cookies = await shop.visitor(['CARD-A', 1]);
    const missing = await shop.checkOut(cookies, 'key', { marketing: undefined });
    expect(missing.status).toBe(422);
    expect((await shop.checkOut(cookies, 'key', { marketing: 'yes' })).status).toBe(422);
    const { body } = await shop.checkOut(cookies, 'key', { marketing: true });
    expect((await shop.order(body.orderId)).marketing).toBe(true);
  });

  // promise: P6
  it.each(['card', 'cardNumber', 'cvv', 'iban', 'payment_source'])(
    'has no field for payment data: %s is refused',
    async (field) => {
      const cookies = await shop.visitor(['CARD-A', 1]);
      const answer = await shop.checkOut(cookies, 'key', { [field]: '4111111111111111' });
      expect(answer.status).toBe(422);
      expect(JSON.stringify(answer.body)).not.toContain('4111');
      expect(JSON.stringify(answer.body)).not.toContain(field);
    },
  );

  it('makes one order and one payment of twenty-five equal requests at once', async () => {
    const cookies = await shop.visitor(['CARD-A', 1]);
    const all = await Promise.all(Array.from({ length: 25 }, () => shop.checkOut(cookies, 'same')));
    const good = all.filter(({ status }) => status === 201);
    expect(all.filter(({ status }) => status !== 201 && status !== 503)).toEqual([]);
    expect(new Set(good.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const id = good[0]?.body.orderId ?? '';
    expect(await paymentsFor(world.paypalUrl, id)).toHaveLength(1);
  });

  it('returns the order that is open for a version of the cart to any other key with the same form', async () => {
    const cookies = await shop.visitor(['CARD-A', 2]);
    const all = await Promise.all(['one', 'two', 'three'].map((key) => shop.checkOut(cookies, key)));
    expect(all.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(all.map(({ body }) => body.orderId)).size).toBe(1);
    const after = await shop.put(cookies, 'CARD-B', 1).then(() => shop.checkOut(cookies, 'four'));
    expect(after.body.orderId).not.toBe(all[0]?.body.orderId);
  });

  it('refuses the same key with another body, and keeps nothing of a body but a keyed fingerprint', async () => {
    const cookies = await shop.visitor(['CARD-A', 1]);
    await shop.checkOut(cookies, 'key');
    const other = await shop.checkOut(cookies, 'key', { email: 'somebody@else.example' });
    expect(other).toMatchObject({ status: 422, body: { type: '/problems/idempotency-conflict' } });
    for (const row of await rows('checkout.requests'))
      expect(Object.keys(row).sort()).toEqual(['expiresAt', 'fingerprint', 'id', 'result']);
  });

  it('takes a key for a new request once the record of the old one has expired, read or not', async () => {
    let days = 0;
    const later = await world.shop({ now: () => new Date(Date.now() + days * 86_400_000) });
    await later.stock('CARD-A', 5);
    const cookies = await later.visitor(['CARD-A', 1]);
    const first = await later.checkOut(cookies, 'key');
    days = 31;
    await later.put(cookies, 'CARD-A', 1);
    const second = await later.checkOut(cookies, 'key', { email: 'somebody@else.example' });
    expect(second.status).toBe(201);
    expect(second.body.orderId).not.toBe(first.body.orderId);
    const again = await later.checkOut(cookies, 'key', { email: 'somebody@else.example' });
    expect(again.body.orderId).toBe(second.body.orderId);
  });

  // promise: P13
  it('refuses a form that was filled in under another notice, and places nothing', async () => {
    const cookies = await shop.visitor(['CARD-A', 1]);
    const before = await Promise.all(written.map(rows));
    const calls = await requestsOf(world.dynamo.client, async () => {
      const old = await shop.checkOut(cookies, 'key', { noticeHash: 'a'.repeat(64) });
      expect(old).toMatchObject({ status: 409, body: { type: '/problems/notice-changed' } });
    });
    expect(calls).toEqual(['BatchGetItemCommand']);
    expect(await Promise.all(written.map(rows))).toEqual(before);
    const placed = await shop.checkOut(cookies, 'key');
    const { notice } = placed.body as unknown as { notice: { hash: string } };
    expect((await shop.checkOut(cookies, 'another', { noticeHash: notice.hash })).status).toBe(201);
  });

  it('keeps the keys of visitors apart', async () => {
    const [one, other] = [await shop.visitor(['CARD-A', 1]), await shop.visitor(['CARD-A', 1])];
    const first = await shop.checkOut(one, 'key');
    const second = await shop.checkOut(other, 'key', { email: 'other@example.com' });
    expect(second.status).toBe(201);
    expect(second.body.orderId).not.toBe(first.body.orderId);
  });

  it('needs something in the cart', async () => {
    const empty = { status: 409, body: { type: '/problems/cart-empty' } };
    expect(await shop.checkOut([], 'key')).toMatchObject(empty);
    const cookies = await shop.visitor(['CARD-A', 1]);
    await shop.put(cookies, 'CARD-A', 0);
    expect(await shop.checkOut(cookies, 'key')).toMatchObject(empty);
  });

  it('freezes the price on the server, and shows a new one before it is charged', async () => {
    await shop.stock('CARD-C', 1);
    const cookies = await shop.visitor(['CARD-C', 1]);
    const dearer = money(1200);
    await putProduct(
      { sku: 'CARD-C', name: 'Card C', description: 'x', faceValue: dearer, price: dearer, countries: ['US'] },
      shop.ports,
    );
    expect((await shop.checkOut(cookies, 'key')).body).toMatchObject({ type: '/problems/price-changed' });
    const { body } = await shop.checkOut(cookies, 'key');
    expect((await shop.order(body.orderId)).total).toEqual(dearer);
  });

  it('refuses a cart with a card that is no longer for sale', async () => {
    await shop.stock('CARD-GONE', 1);
    const cookies = await shop.visitor(['CARD-GONE', 1]);
    const Key = productKey('CARD-GONE');
    await world.dynamo.client.send(new DeleteItemCommand({ TableName: shop.ports.table('catalogue.products'), Key }));
    const answer = await shop.checkOut(cookies, 'key');
    expect(answer).toMatchObject({ status: 404, body: { type: '/problems/unknown-product' } });
  });

  it('finds its order again when PayPal was down between order and payment', async () => {
    const cookies = await shop.visitor(['CARD-A', 1]);
    await faults(world.paypalUrl, { failTimes: true });
    const down = await shop.checkOut(cookies, 'key');
    expect(down.status).toBe(503);
    expect(down.headers).toHaveProperty('retry-after');
    await faults(world.paypalUrl);
    const { body } = await shop.checkOut(cookies, 'key');
    expect(body.status).toBe('created');
    expect(await paymentsFor(world.paypalUrl, body.orderId)).toHaveLength(1);
  });

  it('sends the buyer to the same payment when the answer to the create call was lost', async () => {
    const cookies = await shop.visitor(['CARD-A', 1]);
    await faults(world.paypalUrl, { dropAfterCreate: 1 });
    const first = await shop.checkOut(cookies, 'key');
    const again = first.status === 201 ? first : await shop.checkOut(cookies, 'key');
    expect(again.status).toBe(201);
    expect(await paymentsFor(world.paypalUrl, again.body.orderId)).toHaveLength(1);
  });

  it('opens a new order for the same cart once the old one is voided, and leaves the cart as it is', async () => {
    const cookies = await shop.visitor(['CARD-A', 1]);
    const first = await shop.checkOut(cookies, 'key');
    await voidOrder(await shop.order(first.body.orderId), 'lapsed', shop.ports, { tell: false });
    expect((await shop.cartOf(cookies)).lines).toHaveLength(1);
    const second = await shop.checkOut(cookies, 'other');
    expect(second.status).toBe(201);
    expect(second.body.orderId).not.toBe(first.body.orderId);
  });

  it('takes exactly the lines bought out of the cart when they are paid', async () => {
    const cookies = await shop.visitor(['CARD-A', 2]);
    const { body } = await shop.checkOut(cookies, 'key');
    await shop.put(cookies, 'CARD-A', 3);
    await shop.put(cookies, 'CARD-B', 1);
    await decide(body.approveUrl, 'approve');
    await settle(await shop.paypalOrderOf(body.orderId), shop.ports);
    await fulfil(body.orderId, shop.ports);
    await fulfil(body.orderId, shop.ports);
    expect((await shop.cartOf(cookies)).lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ['CARD-A', 1],
      ['CARD-B', 1],
    ]);
  });

  it('shows no PINs while a dispute is open', async () => {
    const cookies = await shop.visitor(['CARD-A', 1]);
    const { body } = await shop.checkOut(cookies, 'key');
    await decide(body.approveUrl, 'approve');
    await settle(await shop.paypalOrderOf(body.orderId), shop.ports);
    await fulfil(body.orderId, shop.ports);
    const disputed = (yes: boolean) =>
      world.dynamo.client.send(
        new UpdateItemCommand({
          TableName: shop.ports.table('orders.orders'),
          Key: toItem({ id: body.orderId }),
          UpdateExpression: 'SET disputed = :yes',
          ExpressionAttributeValues: toItem({ ':yes': yes }),
        }),
      );
    await shop.revealOrder(body.orderId, body.orderToken);
    expect((await shop.readOrder(body.orderId, body.orderToken)).body).toHaveProperty('pins');
    await disputed(true);
    expect((await shop.readOrder(body.orderId, body.orderToken)).body).not.toHaveProperty('pins');
  });
});
