import type { Order } from '../../../functions/orders/public.ts';
import { requestRefund } from '../../../functions/payments/refund/request.ts';
import { refundNow } from '../../../functions/payments/refund/refund-now.ts';
import { settleEvent } from '../../../functions/payments/settle/settle-event.ts';
import { sweep } from '../../../functions/payments/sweep.ts';
import type { AskPayPal } from '../../../functions/paypal/client.ts';
import { readPayment } from '../../../functions/paypal/public.ts';
import { money } from '../../builders/cards.ts';
import { moneyIn } from '../../harness/refunds.ts';
import { faults, openWorld, type Shop, type World } from '../../harness/shop-in-process.ts';

let world: World;
let shop: Shop;
beforeAll(async () => {
  world = await openWorld();
  shop = await world.shop({ limits: { timeout: 3_000, tries: 1 } });
}, 60_000);
afterAll(() => world.close());
const { bought, refundAtPaypal, givenBack, holders } = moneyIn(() => world);

let cards = 0;
const buy = async (quantity = 1) => {
  const sku = `CARD-R${(cards += 1)}`;
  await shop.stock(sku, quantity);
  return { sku, ...(await bought(shop, sku, quantity)) };
};
const request = async (id: string, refund: string, amount?: number) =>
  (await requestRefund(
    await shop.order(id),
    { id: refund, by: 'staff', amount: amount === undefined ? undefined : money(amount) },
    shop.ports,
  )) as Order;
const event = (refund: string, capture: string, more: object = {}) =>
  settleEvent({ id: `E-${refund}`, type: 'PAYMENT.CAPTURE.REFUNDED', refund, capture, tries: 0, ...more }, shop.ports);
const lettersOf = async (id: string) =>
  (await shop.lettersAbout(id)).filter((letter) => letter.id.startsWith('refunded:')).length;

/** PayPal does what it is asked, and its response is lost. */
const deaf =
  (paypal: AskPayPal): AskPayPal =>
  async (call) => {
    const response = await paypal(call);
    if (call.path.endsWith('/refund')) throw new Error('cut');
    return response;
  };

describe('a refund of the whole order', () => {
  it('goes back at PayPal, ends the order, frees the PINs that were never shown, and is mailed', async () => {
    const { id, sku } = await buy(2);
    await request(id, 'refund-whole');
    expect(await refundNow(id, 'refund-whole', shop.ports)).toBe('done');
    expect(await shop.order(id)).toMatchObject({ status: 'refunded', refunded: money(2000) });
    expect(await givenBack(id)).toBe(2000);
    expect(await holders(shop, sku)).toEqual(['', '']);
    expect(await lettersOf(id)).toBe(1);
  });

  it('keeps PINs that were shown with the order: they are never sold again', async () => {
    const { id, sku, token } = await buy();
    expect((await shop.revealOrder(id, token)).status).toBe(200);
    await request(id, 'refund-shown');
    await refundNow(id, 'refund-shown', shop.ports);
    expect(await shop.order(id)).toMatchObject({ status: 'refunded' });
    expect(await holders(shop, sku)).toEqual([id]);
    expect((await shop.readOrder(id, token)).body).not.toHaveProperty('pins');
  });

  it('is made once, though the response was lost and 25 workers ask again', async () => {
    const { id } = await buy();
    await request(id, 'refund-lost');
    await expect(refundNow(id, 'refund-lost', { ...shop.ports, paypal: deaf(shop.ports.paypal) })).rejects.toThrow();
    await Promise.all(Array.from({ length: 25 }, () => refundNow(id, 'refund-lost', shop.ports)));
    expect(await givenBack(id)).toBe(1000);
    expect(await shop.order(id)).toMatchObject({ status: 'refunded', refunded: money(1000) });
    expect(await lettersOf(id)).toBe(1);
  });
});

describe('refunds of parts', () => {
  it('sum up, and the last one frees the PINs', async () => {
    const { id, sku } = await buy();
    await request(id, 'refund-1', 400);
    await refundNow(id, 'refund-1', shop.ports);
    expect(await shop.order(id)).toMatchObject({ status: 'fulfilled', refunded: money(400) });
    expect(await holders(shop, sku)).toEqual([id]);
    await request(id, 'refund-2');
    await refundNow(id, 'refund-2', shop.ports);
    expect(await shop.order(id)).toMatchObject({ status: 'refunded', refunded: money(1000) });
    expect([await givenBack(id), await holders(shop, sku), await lettersOf(id)]).toEqual([1000, [''], 2]);
  });

  it('never promise more than was captured, by 25 requests at once', async () => {
    const { id } = await buy();
    const all = await Promise.all(Array.from({ length: 25 }, (_, n) => request(id, `refund-n${n}`, 300)));
    expect(all.filter((each) => !('refused' in each))).toHaveLength(3);
    for (let n = 0; n < 25; n += 1) await refundNow(id, `refund-n${n}`, shop.ports);
    expect([await givenBack(id), (await shop.order(id)).refunded]).toEqual([900, money(900)]);
  });

  it('of one id are one, and of another wish are a conflict', async () => {
    const { id } = await buy();
    const all = await Promise.all(Array.from({ length: 25 }, () => request(id, 'refund-same', 300)));
    expect(all.every((each) => each.refunds?.['refund-same'] !== undefined)).toBe(true);
    expect(await request(id, 'refund-same', 301)).toEqual({ refused: 'idempotency-conflict' });
    expect(await request(id, 'refund-same')).toEqual({ refused: 'idempotency-conflict' });
  });
});

describe('a refund that was made at PayPal', () => {
  it('counts once by its id, however often it is told, and frees the PINs once nothing is left', async () => {
    const { id, sku, capture } = await buy();
    const part = await refundAtPaypal(capture, '4.00');
    expect([await event(part, capture), await event(part, capture)]).toEqual(['done', 'done']);
    expect(await shop.order(id)).toMatchObject({ status: 'fulfilled', refunded: money(400) });
    const rest = await refundAtPaypal(capture);
    await Promise.all(Array.from({ length: 5 }, () => event(rest, capture)));
    expect(await shop.order(id)).toMatchObject({ status: 'refunded', refunded: money(1000) });
    expect([await holders(shop, sku), await lettersOf(id)]).toEqual([[''], 2]);
  });

  it('is our own when its event overtakes the response', async () => {
    const { id, paypal, capture } = await buy();
    await request(id, 'refund-overtaken', 400);
    await refundNow(id, 'refund-overtaken', { ...shop.ports, paypal: deaf(shop.ports.paypal) }).catch(() => undefined);
    const [made] = (await readPayment(shop.ports.paypal, paypal))?.refunds ?? [];
    expect(await event(made?.id ?? '', capture)).toBe('done');
    expect(await refundNow(id, 'refund-overtaken', shop.ports)).toBe('none');
    expect(await shop.order(id)).toMatchObject({ refunded: money(400) });
    expect(Object.keys((await shop.order(id)).refunds ?? {})).toEqual(['refund-overtaken']);
  });

  it('of an order that nobody settled yet is booked once that order is known', async () => {
    const { approved } = moneyIn(() => world);
    await shop.stock('CARD-EARLY', 1);
    const { id, paypal } = await approved(shop, 'CARD-EARLY');
    const captured = await shop.ports.paypal({
      method: 'POST',
      path: `/v2/checkout/orders/${paypal}/capture`,
      body: '{}',
      requestId: `cap-${paypal}-1`,
    });
    const unit = (captured.body as { purchase_units: { payments: { captures: { id: string }[] } }[] })
      .purchase_units[0];
    const capture = unit?.payments.captures[0]?.id ?? '';
    const refund = await refundAtPaypal(capture);
    expect(await event(refund, capture, { customId: id })).toBe('done');
    expect(await shop.order(id)).toMatchObject({ status: 'refunded', refunded: money(1000) });
    expect(await holders(shop, 'CARD-EARLY')).toEqual(['']);
  });

  it('leaves a request of ours that finds nothing left without an alarm', async () => {
    const { id, capture } = await buy();
    await request(id, 'refund-late');
    await refundAtPaypal(capture);
    expect(await refundNow(id, 'refund-late', shop.ports)).toBe('failed');
    const order = await shop.order(id);
    expect(order).toMatchObject({ status: 'refunded', refunded: money(1000) });
    expect(order.parked).toBeUndefined();
  });
});

const sweepDue = () => {
  const later = new Date(Date.now() + 600_000);
  return sweep({ ...shop.ports, now: () => later, sweeping: true, wake: async () => undefined });
};

describe('a refund that PayPal does not make at once', () => {
  afterEach(() => faults(world.paypalUrl));

  it('waits in its queue, where nothing is shown, until PayPal has made it', async () => {
    const { id, token, sku } = await buy();
    await faults(world.paypalUrl, { refundStatus: 'PENDING' });
    await request(id, 'refund-slow');
    expect(await refundNow(id, 'refund-slow', shop.ports)).toBe('pending');
    expect((await shop.revealOrder(id, token)).body).toMatchObject({ type: '/problems/refunded' });
    expect([(await shop.order(id)).refunded, await holders(shop, sku)]).toEqual([money(0), [id]]);
    await faults(world.paypalUrl);
    await sweepDue();
    expect(await shop.order(id)).toMatchObject({ status: 'refunded', refunded: money(1000) });
  });

  it('is parked when it fails, and another one takes its order out again', async () => {
    const { id } = await buy();
    await faults(world.paypalUrl, { refundStatus: 'FAILED' });
    await request(id, 'refund-failing');
    expect(await refundNow(id, 'refund-failing', shop.ports)).toBe('failed');
    expect(await shop.order(id)).toMatchObject({ status: 'fulfilled', parked: 'refund-failed', refunded: money(0) });
    await request(id, 'refund-again');
    expect((await shop.order(id)).parked).toBeUndefined();
  });
});

describe('the sweeper', () => {
  it('makes a refund that no stream brought to its worker', async () => {
    const { id } = await buy();
    await request(id, 'refund-swept');
    expect((await sweepDue())['refunds-certain']).toBeGreaterThan(0);
    expect(await shop.order(id)).toMatchObject({ status: 'refunded' });
  });
});
