import { fulfil } from '../../../functions/fulfilment/fulfil.ts';
import { pinsOf } from '../../../functions/pins/public.ts';
import { steps } from '../../../functions/payments/settle/steps.ts';
import { voidOrder } from '../../../functions/fulfilment/public.ts';
import { settle } from '../../../functions/payments/settle/settle.ts';
import { decide, faults, openWorld, paymentsFor, type Shop, type World } from '../../harness/shop-in-process.ts';

let world: World;
let shop: Shop;
beforeAll(async () => {
  world = await openWorld();
  shop = await world.shop({ limits: { timeout: 60_000, tries: 1 } });
  await shop.stock('CARD-A', 40);
  await shop.stock('CARD-B', 40);
}, 60_000);
afterAll(() => world.close());
afterEach(() => faults(world.paypalUrl));

const bought = async (...lines: [string, number][]) => {
  const cookies = await shop.visitor(...lines);
  const { body } = await shop.checkOut(cookies, 'key');
  return {
    id: body.orderId,
    cookies,
    url: body.approveUrl,
    token: body.orderToken,
    paypal: await shop.paypalOrderOf(body.orderId),
  };
};
const captures = async (id: string) => (await paymentsFor(world.paypalUrl, id)).flatMap((each) => each.captures);

describe('settle', () => {
  it('takes an approved payment to a PIN: held, captured, paid, fulfilled, and shown to its buyer alone', async () => {
    const { id, url, token, paypal, cookies } = await bought(['CARD-A', 2], ['CARD-B', 1]);
    expect(await settle(paypal, shop.ports)).toBe('wait');
    expect((await shop.readOrder(id, token)).body).not.toHaveProperty('pins');
    expect(await decide(url, 'approve')).toBe(303);
    expect(await settle(paypal, shop.ports)).toBe('fulfilled');
    const { body } = await shop.revealOrder(id, token);
    expect(body).toMatchObject({ status: 'fulfilled', total: { amount: '30.00', currency: 'USD' } });
    const { pins } = body as { pins: { sku: string; pin: string }[] };
    expect(pins.map(({ sku }) => sku).sort()).toEqual(['CARD-A', 'CARD-A', 'CARD-B']);
    expect(new Set(pins.map(({ pin }) => pin)).size).toBe(3);
    expect((await shop.readOrder(id, `${token}x`)).status).toBe(404);
    expect((await shop.cartOf(cookies)).lines).toEqual([]);
  });

  it('captures once when twenty-five settle at the same time', async () => {
    const { id, url, paypal } = await bought(['CARD-A', 1]);
    await decide(url, 'approve');
    const all = await Promise.allSettled(Array.from({ length: 25 }, () => settle(paypal, shop.ports)));
    expect(all.filter((each) => each.status === 'rejected')).toEqual([]);
    expect(await captures(id)).toHaveLength(1);
    expect((await shop.order(id)).history.map(({ status }) => status)).toEqual([
      'created',
      'approved',
      'paid',
      'fulfilled',
    ]);
    expect(await pinsOf(id, shop.ports)).toHaveLength(1);
  });

  it('finishes when the capture was done and its answer lost', async () => {
    const { id, url, paypal } = await bought(['CARD-A', 1]);
    await decide(url, 'approve');
    await faults(world.paypalUrl, { dropAfterCapture: 1 });
    await expect(settle(paypal, shop.ports)).rejects.toThrow();
    expect((await shop.order(id)).status).toBe('approved');
    expect(await settle(paypal, shop.ports)).toBe('fulfilled');
    expect((await shop.order(id)).status).toBe('fulfilled');
    expect(await captures(id)).toHaveLength(1);
  });

  it.each([
    ['amount', { wrongAmount: '0.01' }],
    ['currency', { wrongCurrency: 'EUR' }],
    ['payee', { wrongPayee: 'SOMEBODYELSE' }],
  ])('captures nothing when the %s is another', async (_what, fault) => {
    const { id, url, paypal } = await bought(['CARD-A', 1]);
    await decide(url, 'approve');
    await faults(world.paypalUrl, fault);
    expect(await settle(paypal, shop.ports)).toBe('mismatch');
    expect(await captures(id)).toEqual([]);
  });

  it('compares the payee with the one that PayPal named at first, when the stage does not know its merchant id', async () => {
    const other = await world.shop({ limits: { timeout: 60_000, tries: 1 }, merchantId: null });
    await other.stock('CARD-A', 5);
    const buy = async () => {
      const { body } = await other.checkOut(await other.visitor(['CARD-A', 1]), 'key');
      await decide(body.approveUrl, 'approve');
      return { id: body.orderId, paypal: await other.paypalOrderOf(body.orderId) };
    };
    const [wrong, right] = [await buy(), await buy()];
    await faults(world.paypalUrl, { wrongPayee: 'SOMEBODYELSE' });
    expect(await settle(wrong.paypal, other.ports)).toBe('mismatch');
    await faults(world.paypalUrl);
    expect(await settle(right.paypal, other.ports)).toBe('fulfilled');
    expect((await other.order(right.id)).status).toBe('fulfilled');
  });

  it('quarantines an order whose capture says another amount, and delivers nothing', async () => {
    const { id, url, token, paypal } = await bought(['CARD-A', 1]);
    await decide(url, 'approve');
    await faults(world.paypalUrl, { wrongAmount: '0.01', wrongIn: 'capture' });
    await settle(paypal, shop.ports);
    expect((await shop.order(id)).status).toBe('quarantined');
    expect(await fulfil(id, shop.ports)).toBe('not-now');
    expect((await shop.readOrder(id, token)).body).not.toHaveProperty('pins');
  });

  it('keeps a pending capture waiting: no delivery, no second payment', async () => {
    const { id, url, paypal, cookies } = await bought(['CARD-A', 1]);
    await decide(url, 'approve');
    await faults(world.paypalUrl, { pendingCapture: true });
    await settle(paypal, shop.ports);
    expect((await shop.order(id)).status).toBe('pending');
    const again = await shop.checkOut(cookies, 'another key');
    expect(again.body).toMatchObject({ orderId: id, status: 'pending' });
    expect(await paymentsFor(world.paypalUrl, id)).toHaveLength(1);
    await faults(world.paypalUrl);
    await expectEventually(async () => {
      await settle(paypal, shop.ports);
      return (await shop.order(id)).status === 'fulfilled';
    });
  });

  it('offers another attempt after a declined capture, and that one can be paid', async () => {
    const { id, url, paypal, cookies } = await bought(['CARD-A', 1]);
    await decide(url, 'approve');
    await faults(world.paypalUrl, { declineCapture: true });
    expect(await settle(paypal, shop.ports)).toBe('wait');
    await faults(world.paypalUrl);
    const again = await shop.checkOut(cookies, 'key');
    expect(again.body.orderId).toBe(id);
    expect(again.body.approveUrl).not.toBe(url);
    await decide(again.body.approveUrl, 'approve');
    await settle(await shop.paypalOrderOf(id), shop.ports);
    expect((await shop.order(id)).status).toBe('fulfilled');
    expect(await settle(paypal, shop.ports, { customId: id })).toBe('done');
  });

  it('lets a cancelled approval be tried again at the same address', async () => {
    const { id, url, paypal } = await bought(['CARD-A', 1]);
    await decide(url, 'cancel');
    expect(await settle(paypal, shop.ports)).toBe('wait');
    await decide(url, 'approve');
    await settle(paypal, shop.ports);
    expect((await shop.order(id)).status).toBe('fulfilled');
  });

  it('voids an order without stock, captures nothing, frees what was held and tells the buyer', async () => {
    await shop.stock('CARD-FEW', 2);
    const { id, url, paypal, cookies } = await bought(['CARD-FEW', 2], ['CARD-B', 1]);
    await shop.sellOut('CARD-FEW', 1);
    await decide(url, 'approve');
    expect(await settle(paypal, shop.ports)).toBe('done');
    expect((await shop.order(id)).status).toBe('voided');
    expect(await captures(id)).toEqual([]);
    expect(await pinsOf(id, shop.ports)).toEqual([]);
    expect((await shop.cartOf(cookies)).lines).toHaveLength(2);
    expect(await shop.lettersAbout(id)).toMatchObject([
      { id: `voided:${id}`, template: 'order-voided', data: { reason: 'out-of-stock' } },
    ]);
  });

  it('holds nothing for an order that is voided while its PINs are looked for', async () => {
    await shop.stock('CARD-LATE', 3);
    const { id, url } = await bought(['CARD-LATE', 1]);
    await decide(url, 'approve');
    const order = await shop.order(id);
    await voidOrder(order, 'lapsed', shop.ports, { tell: false });
    const late = { ...order, status: 'approved' as const };
    const payment = { id: 'P', status: 'APPROVED' };
    expect(await steps.capture(late, payment, shop.ports)).toEqual({});
    expect(await pinsOf(id, shop.ports)).toEqual([]);
    expect(await captures(id)).toEqual([]);
  });
});

const expectEventually = async (check: () => Promise<boolean>) => {
  for (let round = 0; round < 40; round += 1) {
    if (await check()) return;
    await new Promise((resume) => setTimeout(resume, 100));
  }
  expect('it').toBe('true by now');
};
