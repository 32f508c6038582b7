import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { moveWrite } from '../../../functions/orders/move.ts';
import { change, getOrder } from '../../../functions/orders/store.ts';
import type { Order } from '../../../functions/orders/domain.ts';
import { toItem } from '../../../functions/kit/store/client.ts';
import { apply } from '../../../functions/kit/store/write.ts';
import { emailOf } from '../../../functions/people/public.ts';
import { injectFaults } from '../../harness/faults.ts';
import { openWorld, paymentsFor, type Shop, type World } from '../../harness/shop-in-process.ts';

let world: World;
let shop: Shop;
beforeAll(async () => {
  world = await openWorld();
  shop = await world.shop();
  await shop.stock('CARD-A', 60);
}, 60_000);
afterAll(() => world.close());

const mistyped = { email: 'bouyer@example.com' };
const corrected = { email: 'buyer@example.com' };

const update = (id: string, expression: string, values: object) =>
  change(id, { UpdateExpression: expression, ExpressionAttributeValues: toItem(values) }, shop.ports);

/** Every order of a shop that nobody else uses. */
const ordersOf = async ({ ports }: Shop): Promise<Order[]> => {
  const { Items = [] } = await ports.dynamo.send(new ScanCommand({ TableName: ports.table('orders.orders') }));
  return Items.map((item) => unmarshall(item) as Order);
};

const placed = async (form: object = corrected) => {
  const cookies = await shop.visitor(['CARD-A', 1]);
  const { body } = await shop.checkOut(cookies, 'first', form);
  return { cookies, first: body };
};

describe('a second checkout of the same version of a cart', () => {
  it('with another address voids the unpaid order and places one for the new address', async () => {
    const { cookies, first } = await placed(mistyped);
    const second = await shop.checkOut(cookies, 'second', corrected);
    expect(second.status).toBe(201);
    expect(second.body.orderId).not.toBe(first.orderId);
    expect(second.body.approveUrl).not.toBe(first.approveUrl);
    expect((await shop.order(first.orderId)).status).toBe('voided');
    const order = await shop.order(second.body.orderId);
    expect(order.status).toBe('created');
    expect(await emailOf(order.buyer, shop.ports)).toBe('buyer@example.com');
  });

  it('with another choice on marketing places an order that has the new choice', async () => {
    const { cookies, first } = await placed({ ...corrected, marketing: true });
    const second = await shop.checkOut(cookies, 'second', { ...corrected, marketing: false });
    expect(second.body.orderId).not.toBe(first.orderId);
    expect((await shop.order(second.body.orderId)).marketing).toBe(false);
  });

  it('with another choice on the payment method is another form', async () => {
    const { cookies, first } = await placed();
    const second = await shop.checkOut(cookies, 'second', { ...corrected, savePaymentMethod: true });
    expect(second.body.orderId).not.toBe(first.orderId);
  });

  it.each([
    ['blanks and capitals of the domain', { email: ' buyer@EXAMPLE.com' }],
    ['the payment method left out and not to be saved', { savePaymentMethod: false }],
    ['another spelling of the domain', { email: 'buyer@ⓔxample.com' }],
  ])('that differs by %s only has the same order and the same token', async (_, form) => {
    const { cookies, first } = await placed();
    const second = await shop.checkOut(cookies, 'second', { ...corrected, ...form });
    expect(second).toMatchObject({ status: 201, body: first });
  });

  it('that leaves out the notice which the first one named has the same order', async () => {
    const { first } = await placed();
    const { hash } = (first as unknown as { notice: { hash: string } }).notice;
    const named = await placed({ ...corrected, noticeHash: hash });
    const second = await shop.checkOut(named.cookies, 'second', corrected);
    expect(second).toMatchObject({ status: 201, body: named.first });
  });

  it('that names the notice which the first one did not name has the same order', async () => {
    const { cookies, first } = await placed();
    const { hash } = (first as unknown as { notice: { hash: string } }).notice;
    const second = await shop.checkOut(cookies, 'second', { ...corrected, noticeHash: hash });
    expect(second).toMatchObject({ status: 201, body: first });
  });

  it('gives nobody the token of an order whose form they do not know', async () => {
    const { cookies, first } = await placed();
    const guesses = [mistyped, { ...corrected, marketing: true }, { ...corrected, savePaymentMethod: true }];
    await update(first.orderId, 'SET capturing = :paypal', { ':paypal': 'P1' });
    for (const [n, form] of guesses.entries()) {
      const { status, body } = await shop.checkOut(cookies, `guess-${n}`, form);
      expect({ status, type: body.type }).toEqual({ status: 409, type: '/problems/payment-under-way' });
      expect(JSON.stringify(body)).not.toContain(first.orderToken);
    }
  });

  it('has another order when nothing is known of the form of the first one', async () => {
    const { cookies, first } = await placed();
    await change(first.orderId, { UpdateExpression: 'REMOVE form' }, shop.ports);
    const second = await shop.checkOut(cookies, 'second', corrected);
    expect(second.body.orderId).not.toBe(first.orderId);
  });
});

describe('the form of an order', () => {
  it('is kept as a keyed fingerprint, in which no address can be tried without the key', async () => {
    const { first } = await placed();
    const { form } = await shop.order(first.orderId);
    expect(form).toMatch(/^k1\.[A-Za-z0-9_-]{22,43}$/);
    const { first: other } = await placed();
    expect((await shop.order(other.orderId)).form).toBe(form);
    const elsewhere = await world.shop({ keyRing: { current: 'k1', keys: { k1: 'b3RoZXIga2V5IG90aGVyIGtleQ==' } } });
    await elsewhere.stock('CARD-A', 1);
    const { body } = await elsewhere.checkOut(await elsewhere.visitor(['CARD-A', 1]), 'key', corrected);
    expect((await elsewhere.order(body.orderId)).form).not.toBe(form);
  });
});

describe('an order whose payment is under way', () => {
  const begun: [string, (id: string) => Promise<unknown>][] = [
    ['is being captured', (id) => update(id, 'SET capturing = :paypal', { ':paypal': 'P1' })],
    ...(['pending', 'paid', 'fulfilled', 'refunded', 'quarantined'] as const).map(
      (status): [string, (id: string) => Promise<unknown>] => [
        `is ${status}`,
        async (id) => {
          const names = { ExpressionAttributeNames: { '#status': 'status' } };
          const ExpressionAttributeValues = toItem({ ':status': status });
          const UpdateExpression = 'SET #status = :status';
          await change(id, { UpdateExpression, ...names, ExpressionAttributeValues }, shop.ports);
        },
      ],
    ),
  ];

  it.each(begun)('that %s is not replaced by another form', async (_, begin) => {
    const { cookies, first } = await placed();
    await begin(first.orderId);
    const before = await getOrder(first.orderId, shop.ports);
    const second = await shop.checkOut(cookies, 'second', mistyped);
    expect(second).toMatchObject({ status: 409, body: { type: '/problems/payment-under-way' } });
    expect(await getOrder(first.orderId, shop.ports)).toEqual(before);
    const same = await shop.checkOut(cookies, 'third', corrected);
    expect(same).toMatchObject({ status: 201, body: { orderId: first.orderId, orderToken: first.orderToken } });
  });

  it('is not replaced either when the capture is claimed at the moment of replacing', async () => {
    const { cookies, first } = await placed();
    const stop = injectFaults(world.dynamo.client, async (command, nth) => {
      if (command === 'TransactWriteItemsCommand' && nth === 0)
        await update(first.orderId, 'SET capturing = :paypal', { ':paypal': 'P1' });
      return undefined;
    });
    const second = await shop.checkOut(cookies, 'second', mistyped).finally(stop);
    expect(second).toMatchObject({ status: 409, body: { type: '/problems/payment-under-way' } });
    expect((await shop.order(first.orderId)).status).toBe('created');
  });
});

describe('a cart with an order whose payment is under way', () => {
  const states: [string, Record<string, unknown>][] = [
    ['whose capture is pending', { status: 'pending' }],
    ['that is paid and not delivered yet', { status: 'paid' }],
    ['whose capture is claimed', { status: 'approved', capturing: 'P1' }],
    ['that is fulfilled while its lines are still in the cart', { status: 'fulfilled' }],
  ];
  it.each(states)('is not checked out again, changed or not, because of an order %s', async (_what, state) => {
    const { cookies, first } = await placed();
    const names = Object.keys(state);
    const sets = names.map((name) => `#${name} = :${name}`).join(', ');
    const change = {
      UpdateExpression: `SET ${sets}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: toItem(Object.fromEntries(names.map((name) => [`:${name}`, state[name]]))),
    };
    const Key = toItem({ id: first.orderId });
    await apply({ Update: { TableName: shop.ports.table('orders.orders'), Key, ...change } }, shop.ports);
    await shop.put(cookies, 'CARD-A', 1);
    const same = await shop.checkOut(cookies, 'same', corrected);
    expect(same.body.orderId).toBe(first.orderId);
    await shop.put(cookies, 'CARD-A', 2);
    const other = await shop.checkOut(cookies, 'other', corrected);
    expect(other).toMatchObject({ status: 409, body: { type: '/problems/payment-under-way' } });
  });

  it('is checked out again while nobody pays for that order', async () => {
    const { cookies } = await placed();
    await shop.put(cookies, 'CARD-A', 2);
    expect((await shop.checkOut(cookies, 'other', corrected)).status).toBe(201);
  });
});

describe('a repeated request whose order was replaced', () => {
  it('has the same order, voided now, and nowhere to pay for it', async () => {
    const { cookies, first } = await placed(mistyped);
    await shop.checkOut(cookies, 'second', corrected);
    const again = await shop.checkOut(cookies, 'first', mistyped);
    const { orderId, orderToken } = first;
    expect(again).toMatchObject({ status: 201, body: { orderId, orderToken, status: 'voided', approveUrl: null } });
  });

  it('places a new order under a new key, in the place of the one that replaced the first', async () => {
    const { cookies, first } = await placed(mistyped);
    const second = await shop.checkOut(cookies, 'second', corrected);
    const third = await shop.checkOut(cookies, 'third', mistyped);
    expect(third.status).toBe(201);
    expect(new Set([first.orderId, second.body.orderId, third.body.orderId]).size).toBe(3);
    expect((await shop.order(second.body.orderId)).status).toBe('voided');
  });

  it('sends nobody to pay for an order that was voided while its payment was made at PayPal', async () => {
    const { cookies } = await placed(mistyped);
    const stop = injectFaults(world.dynamo.client, async (command, _nth, input) => {
      const { Key, UpdateExpression } = input as { Key?: { id: { S: string } }; UpdateExpression?: string };
      if (command === 'UpdateItemCommand' && UpdateExpression?.startsWith('SET attempts') && Key) {
        stop();
        await apply(moveWrite({ id: Key.id.S, to: 'voided', at: new Date() }, shop.ports), shop.ports);
      }
      return undefined;
    });
    const { status, body } = await shop.checkOut(cookies, 'second', corrected).finally(stop);
    expect({ status, body }).toMatchObject({ status: 201, body: { status: 'voided', approveUrl: null } });
    expect((await shop.order(body.orderId)).attempts).toEqual({});
  });
});

describe('checkouts of the same version of a cart at the same time', () => {
  const alone = async () => {
    const own = await world.shop();
    await own.stock('CARD-A', 5);
    return { own, cookies: await own.visitor(['CARD-A', 1]) };
  };

  it('leave one order open when two tabs send different forms', async () => {
    const { own, cookies } = await alone();
    const answers = await Promise.all(
      [mistyped, corrected].map((form, tab) => own.checkOut(cookies, `tab-${tab}`, form)),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    const open = (await ordersOf(own)).filter(({ status }) => status !== 'voided');
    expect(open).toHaveLength(1);
    expect(answers.filter(({ body }) => body.orderId === open[0]?.id)).toHaveLength(1);
  });

  it('replace an order by one, when twenty-five equal requests bring the new form', async () => {
    const { own, cookies } = await alone();
    const first = await own.checkOut(cookies, 'first', mistyped);
    const all = await Promise.all(Array.from({ length: 25 }, () => own.checkOut(cookies, 'same', corrected)));
    const good = all.filter(({ status }) => status === 201);
    expect(all.filter(({ status }) => status !== 201 && status !== 503)).toEqual([]);
    expect(new Set(good.map(({ body }) => `${body.orderId} ${body.orderToken}`)).size).toBe(1);
    const orders = await ordersOf(own);
    expect(orders).toHaveLength(2);
    expect(orders.filter(({ status }) => status === 'voided').map(({ id }) => id)).toEqual([first.body.orderId]);
    expect(await paymentsFor(world.paypalUrl, good[0]?.body.orderId ?? '')).toHaveLength(1);
  });

  it('make one order of ten keys with the same form', async () => {
    const { own, cookies } = await alone();
    const all = await Promise.all(Array.from({ length: 10 }, (_, n) => own.checkOut(cookies, `key-${n}`, corrected)));
    expect(all.filter(({ status }) => status !== 201 && status !== 503)).toEqual([]);
    expect(await ordersOf(own)).toHaveLength(1);
  });
});
