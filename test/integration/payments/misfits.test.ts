import { refundNow } from '../../../functions/payments/refund/refund-now.ts';
import { settle } from '../../../functions/payments/settle/settle.ts';
import { voidOrder } from '../../../functions/fulfilment/public.ts';
import type { AskPayPal } from '../../../functions/paypal/client.ts';
import { money } from '../../builders/cards.ts';
import { moneyIn } from '../../harness/refunds.ts';
import { faults, openWorld, paymentsFor, type Shop, type World } from '../../harness/shop-in-process.ts';

let world: World;
let shop: Shop;
let alarms: string[] = [];
beforeAll(async () => {
  world = await openWorld();
  shop = await world.shop({ limits: { timeout: 3_000, tries: 1 } });
}, 60_000);
afterAll(() => world.close());
beforeEach(() => {
  alarms = [];
  shop.ports.log.error = (_, fields) => void alarms.push(String(fields?.['outcome']));
});
afterEach(() => faults(world.paypalUrl));
const { approved, bought, givenBack, holders } = moneyIn(() => world);

let cards = 0;
const card = async (pins = 1) => {
  const sku = `CARD-M${(cards += 1)}`;
  await shop.stock(sku, pins);
  return sku;
};
const refundsOf = async (id: string) => Object.entries((await shop.order(id)).refunds ?? {});
/** Makes the refunds that an order requests, as its worker does. */
const refundAll = async (id: string) => {
  for (const [refund] of await refundsOf(id)) await refundNow(id, refund, shop.ports);
};
const letters = async (id: string, kind: string) =>
  (await shop.lettersAbout(id)).filter((letter) => letter.id.startsWith(`${kind}:`)).length;
const captureAtPaypal = (paypal: string) =>
  shop.ports.paypal({
    method: 'POST',
    path: `/v2/checkout/orders/${paypal}/capture`,
    body: '{}',
    requestId: `x-${paypal}`,
  });

describe('a payment that comes for a voided order', () => {
  it('goes back by itself, once, with one alarm; the order stays voided and says what came and went', async () => {
    const { id, paypal } = await approved(shop, await card());
    await voidOrder(await shop.order(id), 'lapsed', shop.ports, { tell: false });
    await captureAtPaypal(paypal);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => settle(paypal, shop.ports)));
    expect(outcomes).toContain('late');
    await refundAll(id);
    const order = await shop.order(id);
    expect(order).toMatchObject({ status: 'voided', refunded: money(1000) });
    expect(order.capture).toBeDefined();
    expect([await givenBack(id), alarms, await letters(id, 'refunded')]).toEqual([1000, ['late'], 1]);
    expect(await settle(paypal, shop.ports)).toBe('done');
  });

  it('is waited for while it is pending, and forgotten when it is denied', async () => {
    const { id, paypal } = await approved(shop, await card());
    await voidOrder(await shop.order(id), 'lapsed', shop.ports, { tell: false });
    await faults(world.paypalUrl, { pendingCapture: true });
    await captureAtPaypal(paypal);
    expect(await settle(paypal, shop.ports)).toBe('late');
    const [[refund = ''] = []] = await refundsOf(id);
    expect(await refundNow(id, refund, shop.ports)).toBe('wait');
    await faults(world.paypalUrl);
    await faults(world.paypalUrl, { captureStatus: 'DECLINED' });
    expect(await refundNow(id, refund, shop.ports)).toBe('failed');
    const order = await shop.order(id);
    expect(order).toMatchObject({ status: 'voided', captured: money(0), refunded: money(0) });
    expect([order.parked, alarms]).toEqual([undefined, ['late']]);
  });
});

describe('a second capture of one payment', () => {
  it('goes back beside the order, which stays fulfilled and owes nothing', async () => {
    await faults(world.paypalUrl, { captureTwice: true });
    const { id, paypal } = await bought(shop, await card());
    await settle(paypal, shop.ports);
    await refundAll(id);
    expect(await shop.order(id)).toMatchObject({ status: 'fulfilled', refunded: money(0) });
    expect([await givenBack(id), alarms]).toEqual([1000, ['late']]);
  });
});

describe('a capture that does not fit its order', () => {
  it.each([
    ['amount', { wrongAmount: '7.00' }, 700],
    ['currency', { wrongCurrency: 'EUR' }, 1000],
    ['payee', { wrongPayee: 'SOMEBODY' }, 1000],
  ])('by its %s is quarantined, alarmed and refunded whole, and its PIN is free again', async (_, fault, amount) => {
    const sku = await card();
    await faults(world.paypalUrl, { ...fault, wrongIn: 'captured' });
    const { id } = await bought(shop, sku);
    await faults(world.paypalUrl);
    expect(await shop.order(id)).toMatchObject({ status: 'quarantined' });
    await refundAll(id);
    const order = await shop.order(id);
    expect([order.status, order.refunded.amount, await givenBack(id)]).toEqual(['refunded', amount, amount]);
    expect([alarms, await holders(shop, sku), await letters(id, 'refunded')]).toEqual([['quarantined'], [''], 1]);
  });

  it('is not even captured when the difference shows before', async () => {
    await faults(world.paypalUrl, { wrongAmount: '7.00', wrongIn: 'order' });
    const { id, paypal } = await approved(shop, await card());
    expect(await settle(paypal, shop.ports)).toBe('mismatch');
    expect((await paymentsFor(world.paypalUrl, id)).flatMap((each) => each.captures)).toEqual([]);
  });
});

describe('a capture that PayPal denies after it completed', () => {
  it('counts as gone back: the order ends, its unshown PIN is free, the alarm rings once', async () => {
    const sku = await card();
    const { id, paypal } = await bought(shop, sku);
    await faults(world.paypalUrl, { captureStatus: 'DECLINED' });
    await Promise.all(Array.from({ length: 3 }, () => settle(paypal, shop.ports)));
    expect(await shop.order(id)).toMatchObject({ status: 'refunded', refunded: money(1000) });
    expect([alarms, await holders(shop, sku), await givenBack(id)]).toEqual([['denied'], [''], 0]);
  });
});

describe('a pending capture', () => {
  it('delivers nothing and lets no second payment begin; denied it voids the order and tells the buyer', async () => {
    const sku = await card();
    await faults(world.paypalUrl, { pendingCapture: true });
    const { id, paypal } = await bought(shop, sku);
    expect(await shop.order(id)).toMatchObject({ status: 'pending' });
    await faults(world.paypalUrl, { denyCapture: true });
    await settle(paypal, { ...shop.ports, now: () => new Date(Date.now() + 60_000) });
    expect(await shop.order(id)).toMatchObject({ status: 'voided' });
    expect((await shop.order(id)).capture).toBeUndefined();
    expect([await holders(shop, sku), await letters(id, 'voided')]).toEqual([[''], 1]);
  });
});

describe('an approval that PayPal takes back', () => {
  const reversed = { type: 'CHECKOUT.PAYMENT-APPROVAL.REVERSED' };

  it('voids the order at once and tells the buyer', async () => {
    const { id, paypal } = await approved(shop, await card());
    await faults(world.paypalUrl, { hideOrder: true });
    await settle(paypal, shop.ports, reversed);
    expect(await shop.order(id)).toMatchObject({ status: 'voided' });
    expect(await letters(id, 'voided')).toBe(1);
  });

  it('changes nothing once the payment was captured', async () => {
    const { id, paypal } = await bought(shop, await card());
    await settle(paypal, shop.ports, reversed);
    expect(await shop.order(id)).toMatchObject({ status: 'fulfilled' });
  });
});

describe('a payment that was declined', () => {
  it('is told to the buyer once for each attempt, and the order can be paid again', async () => {
    await faults(world.paypalUrl, { declineCapture: true });
    const { id, paypal } = await approved(shop, await card());
    await settle(paypal, shop.ports);
    await settle(paypal, shop.ports);
    expect(await shop.order(id)).toMatchObject({ status: 'approved', attempt: 2 });
    expect(await letters(id, 'declined')).toBe(1);
  });
});

describe('an invoice that PayPal says is paid', () => {
  /** PayPal refuses this capture; a capture of the same invoice was made by another call, as it may be told. */
  const refusing =
    (paypal: AskPayPal): AskPayPal =>
    async (call) =>
      call.path.endsWith('/capture')
        ? { status: 422, body: { details: [{ issue: 'DUPLICATE_INVOICE_ID' }] } }
        : paypal(call);

  it('is followed to the earlier payment, which delivers the order', async () => {
    const { id, paypal } = await approved(shop, await card());
    const late: AskPayPal = async (call) => {
      if (call.path.endsWith('/capture')) await captureAtPaypal(paypal);
      return refusing(shop.ports.paypal)(call);
    };
    expect(await settle(paypal, { ...shop.ports, paypal: late })).toBe('fulfilled');
    expect(await shop.order(id)).toMatchObject({ status: 'fulfilled' });
    expect((await paymentsFor(world.paypalUrl, id)).flatMap((each) => each.captures)).toHaveLength(1);
  });

  it('waits while the search may be behind, keeps what it holds, and is then parked with an alarm', async () => {
    const sku = await card();
    const { id, paypal } = await approved(shop, sku);
    const ports = { ...shop.ports, paypal: refusing(shop.ports.paypal) };
    expect(await settle(paypal, ports)).toBe('gone');
    expect(await holders(shop, sku)).toEqual([id]);
    const later = { ...ports, now: () => new Date(Date.now() + 5 * 3_600_000) };
    expect(await settle(paypal, later)).toBe('parked');
    expect([(await shop.order(id)).parked, await holders(shop, sku), alarms]).toEqual([
      'invoice-paid-before',
      [id],
      ['invoice-paid-before'],
    ]);
  });
});
