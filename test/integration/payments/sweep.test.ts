import { ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { sweep as sweepPaid } from '../../../functions/fulfilment/sweep.ts';
import { pinsOf } from '../../../functions/pins/public.ts';
import { toItem } from '../../../functions/kit/store/client.ts';
import type { AskPayPal } from '../../../functions/paypal/client.ts';
import { settle } from '../../../functions/payments/settle/settle.ts';
import { putEvent } from '../../../functions/payments/store.ts';
import { sweep } from '../../../functions/payments/sweep.ts';
import { voidOrder } from '../../../functions/fulfilment/public.ts';
import { delivery } from '../../builders/deliveries.ts';
import { decide, faults, openWorld, paymentsFor, type Shop, type World } from '../../harness/shop-in-process.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.close());
afterEach(() => faults(world.paypalUrl));

const minutes = 60_000;

/** Sets what a crash at the worst moment would have left. */
const change = (shop: Shop, id: string, UpdateExpression: string, given: object) =>
  world.dynamo.client.send(
    new UpdateItemCommand({
      TableName: shop.ports.table('orders.orders'),
      Key: toItem({ id }),
      UpdateExpression,
      ExpressionAttributeValues: toItem(given),
    }),
  );

/** A shop whose clock is set by the test. */
const shopWithClock = async () => {
  const clock = { ahead: 0 };
  const shop = await world.shop({
    now: () => new Date(Date.now() + clock.ahead),
    limits: { timeout: 3_000, tries: 1 },
  });
  await shop.stock('CARD-A', 20);
  const place = async (key = 'key') => {
    const cookies = await shop.visitor(['CARD-A', 1]);
    const { body } = await shop.checkOut(cookies, key);
    return { id: body.orderId, url: body.approveUrl, cookies };
  };
  const letters = async () => {
    const { Items = [] } = await world.dynamo.client.send(
      new ScanCommand({ TableName: shop.ports.table('mail.outbox') }),
    );
    return Items.map((item) => unmarshall(item)['id'] as string);
  };
  return { clock, shop, place, letters };
};

/** Waits until PayPal has completed the pending capture of an order. */
const untilCompleted = async (id: string): Promise<void> => {
  for (;;) {
    const payments = await paymentsFor(world.paypalUrl, id);
    if (payments.some(({ captures }) => captures.some(({ status }) => status === 'COMPLETED'))) return;
    await new Promise((resume) => setTimeout(resume, 20));
  }
};

describe('the sweepers', () => {
  it('bring an approved order to its receipt when no webhook ever came', async () => {
    const { clock, shop, place, letters } = await shopWithClock();
    const { id, url } = await place();
    await decide(url, 'approve');
    expect(await sweep(shop.ports)).toEqual({});
    clock.ahead = 9 * minutes;
    expect(await sweep(shop.ports)).toEqual({});
    clock.ahead = 11 * minutes;
    expect(await sweep(shop.ports)).toEqual({ fulfilled: 1 });
    expect((await shop.order(id)).status).toBe('fulfilled');
    expect(await letters()).toEqual([`receipt:${id}`]);
    expect(await sweepPaid(shop.ports)).toEqual({});
  });

  it('settle an event that was stored and then forgotten', async () => {
    const { clock, shop, place } = await shopWithClock();
    const { id, url } = await place();
    await decide(url, 'approve');
    await putEvent(delivery('D-1', { paypalOrder: await shop.paypalOrderOf(id) }), shop.ports);
    clock.ahead = 2 * minutes - 5_000;
    expect(await sweep(shop.ports)).toEqual({ 'event-fulfilled': 1 });
    expect((await shop.order(id)).status).toBe('fulfilled');
    expect(await sweep(shop.ports)).toEqual({});
  });

  it('park an event about a payment that is not ours', async () => {
    const { clock, shop } = await shopWithClock();
    await putEvent(delivery('D-2', { paypalOrder: '8AB123456C789012D' }), shop.ports);
    for (const minute of [2, 4, 15]) {
      clock.ahead = minute * minutes;
      await sweep(shop.ports);
    }
    const { Items = [] } = await world.dynamo.client.send(
      new ScanCommand({ TableName: shop.ports.table('payments.events') }),
    );
    expect(Items.map((item) => unmarshall(item))).toMatchObject([{ id: 'D-2', outcome: 'parked' }]);
  });

  it('void an order that nobody approved once its window has closed, and not before, and write to nobody', async () => {
    const { clock, shop, place, letters } = await shopWithClock();
    const { id, cookies } = await place();
    clock.ahead = 170 * minutes;
    await sweep(shop.ports);
    expect((await shop.order(id)).status).toBe('created');
    clock.ahead = 190 * minutes;
    await sweep(shop.ports);
    expect((await shop.order(id)).status).toBe('voided');
    expect(await letters()).toEqual([]);
    expect((await shop.cartOf(cookies)).lines).toHaveLength(1);
    await sweep(shop.ports);
    expect(await sweep(shop.ports)).toEqual({});
  });

  it('read a payment back before they void its order, however late it is', async () => {
    const { clock, shop, place } = await shopWithClock();
    const { id, url } = await place();
    await decide(url, 'approve');
    clock.ahead = 240 * minutes;
    await sweep(shop.ports);
    expect((await shop.order(id)).status).toBe('fulfilled');
    expect((await paymentsFor(world.paypalUrl, id)).flatMap((each) => each.captures)).toHaveLength(1);
  });

  it('do not void an order whose capture may be under way while PayPal cannot be asked', async () => {
    const { clock, shop, place } = await shopWithClock();
    const { id, url } = await place();
    await decide(url, 'approve');
    await faults(world.paypalUrl, { dropAfterCapture: true });
    clock.ahead = 11 * minutes;
    expect(await sweep(shop.ports)).toEqual({ failed: 1 });
    await faults(world.paypalUrl, { failTimes: true });
    clock.ahead = 300 * minutes;
    expect(await sweep(shop.ports)).toEqual({ failed: 1 });
    expect((await shop.order(id)).status).toBe('approved');
    await faults(world.paypalUrl);
    clock.ahead = 310 * minutes;
    await sweep(shop.ports);
    expect((await shop.order(id)).status).toBe('fulfilled');
    expect(await pinsOf(id, shop.ports)).toHaveLength(1);
  });

  it('take a pending order to its end though the attempt was never stored and no webhook came', async () => {
    const { clock, shop, place } = await shopWithClock();
    const { id, url } = await place();
    const paypalOrder = await shop.paypalOrderOf(id);
    await change(shop, id, 'SET attempts = :none', { ':none': {} });
    await decide(url, 'approve');
    await faults(world.paypalUrl, { pendingCapture: true });
    await settle(paypalOrder, shop.ports);
    expect((await shop.order(id)).status).toBe('pending');
    await faults(world.paypalUrl);
    await untilCompleted(id);
    clock.ahead = 370 * minutes;
    await sweep(shop.ports);
    expect((await shop.order(id)).status).toBe('fulfilled');
  });

  it('never void an order whose capture is pending because PayPal does not find its payment', async () => {
    const { clock, shop, place } = await shopWithClock();
    const { id, url } = await place();
    await decide(url, 'approve');
    await faults(world.paypalUrl, { pendingCapture: true });
    await settle(await shop.paypalOrderOf(id), shop.ports);
    await faults(world.paypalUrl);
    clock.ahead = 370 * minutes;
    const paypal: AskPayPal = () => Promise.resolve({ status: 404, body: {} });
    await sweep({ ...shop.ports, paypal });
    expect((await shop.order(id)).status).toBe('pending');
    clock.ahead += 25 * 60 * minutes;
    await sweep({ ...shop.ports, paypal });
    expect(await shop.order(id)).toMatchObject({ status: 'pending', parked: 'capture-gone' });
    expect(await pinsOf(id, shop.ports)).toHaveLength(1);
    expect(shop.ports.logged).toContainEqual(
      expect.objectContaining({ level: 'error', fields: { outcome: 'capture-gone' } }),
    );
    expect(await sweep({ ...shop.ports, paypal })).toEqual({});
  });

  it('void nothing by a status that has passed: who approved meanwhile is told', async () => {
    const { clock, shop, place, letters } = await shopWithClock();
    const { id, url } = await place();
    const before = await shop.order(id);
    const paypalOrder = await shop.paypalOrderOf(id);
    await decide(url, 'approve');
    const refusing: AskPayPal = async (call) =>
      call.path.endsWith('/capture')
        ? { status: 422, body: { details: [{ issue: 'INSTRUMENT_DECLINED' }] } }
        : shop.ports.paypal(call);
    await settle(paypalOrder, { ...shop.ports, paypal: refusing });
    expect(await voidOrder(before, 'lapsed', shop.ports, { tell: false })).toBe(false);
    expect((await shop.order(id)).status).toBe('approved');
    clock.ahead = 370 * minutes;
    const paypal: AskPayPal = () => Promise.resolve({ status: 404, body: {} });
    await sweep({ ...shop.ports, paypal });
    expect((await shop.order(id)).status).toBe('voided');
    expect((await letters()).sort()).toEqual([`declined:${id}:1`, `voided:${id}`]);
  });

  it('go on with the others when one fails', async () => {
    const { clock, shop, place } = await shopWithClock();
    const one = await place('one');
    const other = await place('two');
    await decide(one.url, 'approve');
    await decide(other.url, 'approve');
    await faults(world.paypalUrl, { failTimes: 1 });
    clock.ahead = 11 * minutes;
    expect(await sweep(shop.ports)).toEqual({ failed: 1, fulfilled: 1 });
    expect(await sweep(shop.ports)).toEqual({});
    clock.ahead = 21 * minutes;
    expect(await sweep(shop.ports)).toEqual({ fulfilled: 1 });
  });
});
