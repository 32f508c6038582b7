import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { toItem } from '../../../functions/kit/store/client.ts';
import type { AskPayPal } from '../../../functions/paypal/client.ts';
import { settle } from '../../../functions/payments/settle/settle.ts';
import { steps } from '../../../functions/payments/settle/steps.ts';
import { decide, faults, openWorld, paymentsFor, type Shop, type World } from '../../harness/shop-in-process.ts';

let world: World;
let shop: Shop;
beforeAll(async () => {
  world = await openWorld();
  shop = await world.shop({ limits: { timeout: 3_000, tries: 1 } });
  await shop.stock('CARD-A', 40);
}, 60_000);
afterAll(() => world.close());
afterEach(() => faults(world.paypalUrl));

const approved = async () => {
  const cookies = await shop.visitor(['CARD-A', 1]);
  const { body } = await shop.checkOut(cookies, 'key');
  const order = await shop.order(body.orderId);
  await decide(body.approveUrl, 'approve');
  return { id: order.id, cookies, url: body.approveUrl, order, paypal: await shop.paypalOrderOf(order.id) };
};

/** PayPal refuses every capture for certain; everything else goes through. */
const refusing: AskPayPal = async (call) =>
  call.path.endsWith('/capture')
    ? { status: 422, body: { details: [{ issue: 'INSTRUMENT_DECLINED' }] } }
    : shop.ports.paypal(call);

/** The checkout at which the crash came between PayPal's answer and the write that keeps it. */
const forgetAttempt = (id: string) =>
  world.dynamo.client.send(
    new UpdateItemCommand({
      TableName: shop.ports.table('orders.orders'),
      Key: toItem({ id }),
      UpdateExpression: 'SET attempts = :none',
      ExpressionAttributeValues: toItem({ ':none': {} }),
    }),
  );

const payAnew = async ({ id, cookies, url }: Awaited<ReturnType<typeof approved>>) => {
  const { body } = await shop.checkOut(cookies, 'key');
  expect(body.orderId).toBe(id);
  expect(body.approveUrl).not.toBe(url);
  await decide(body.approveUrl, 'approve');
  await settle(await shop.paypalOrderOf(id), shop.ports);
  expect((await shop.order(id)).status).toBe('fulfilled');
  const captures = (await paymentsFor(world.paypalUrl, id)).flatMap((each) => each.captures);
  expect(captures.filter(({ status }) => status === 'COMPLETED')).toHaveLength(1);
};

describe('the claim of the one capture', () => {
  it('is not taken by whoever read the order before its capture was declined, and the buyer can pay anew', async () => {
    const bought = await approved();
    await faults(world.paypalUrl, { declineCapture: true });
    expect(await settle(bought.paypal, shop.ports)).toBe('wait');
    await faults(world.paypalUrl);
    const slow = { ...bought.order, status: 'approved' as const };
    await steps.capture(slow, { id: bought.paypal, status: 'APPROVED' }, shop.ports);
    expect((await shop.order(bought.id)).capturing).toBeUndefined();
    await payAnew(bought);
  });

  it('is given back when PayPal refuses, and not taken again for the try that was refused', async () => {
    const { id, order, paypal } = await approved();
    expect(await settle(paypal, { ...shop.ports, paypal: refusing })).toBe('wait');
    const slow = { ...order, status: 'approved' as const };
    await steps.capture(slow, { id: paypal, status: 'APPROVED' }, shop.ports);
    expect(await shop.order(id)).toMatchObject({ captureTry: 2, status: 'approved' });
    expect((await paymentsFor(world.paypalUrl, id)).flatMap((each) => each.captures)).toEqual([]);
    expect((await shop.order(id)).capturing).toBeUndefined();
    expect(await settle(paypal, shop.ports)).toBe('fulfilled');
    expect((await shop.order(id)).status).toBe('fulfilled');
  });

  it('ends with a declined capture also when the attempt was never stored, and the buyer can pay anew', async () => {
    const bought = await approved();
    await forgetAttempt(bought.id);
    await faults(world.paypalUrl, { declineCapture: true });
    expect(await settle(bought.paypal, shop.ports)).toBe('wait');
    await faults(world.paypalUrl);
    expect((await shop.order(bought.id)).capturing).toBeUndefined();
    await shop.checkOut(bought.cookies, 'key');
    await settle(bought.paypal, shop.ports);
    await payAnew(bought);
  });

  it('offers no way to pay while a capture is pending, nor once the order has ended', async () => {
    const { id, cookies, paypal } = await approved();
    await faults(world.paypalUrl, { pendingCapture: true });
    await settle(paypal, shop.ports);
    expect((await shop.checkOut(cookies, 'key')).body).toMatchObject({ status: 'pending', approveUrl: null });
    expect((await shop.checkOut(cookies, 'other')).body).toMatchObject({ orderId: id, approveUrl: null });
  });
});
