import { sweep } from '../../../functions/payments/workers.ts';
import { savingConsent } from '../../../functions/policy/public.ts';
import { shopWithSavers, type Savers } from '../../builders/savers.ts';
import { decide, faults, openWorld, paymentsFor, type World } from '../../harness/shop-in-process.ts';

let world: World;
let savers: Savers;
beforeAll(async () => {
  world = await openWorld();
  savers = await shopWithSavers(world);
}, 60_000);
afterAll(() => world.close());
afterEach(() => faults(world.paypalUrl));

const statusOf = async (id: string) => (await savers.shop.order(id)).status;
const captures = async (id: string) =>
  (await paymentsFor(world.paypalUrl, id)).flatMap((payment) => payment.captures).length;

describe('a payment method is saved', () => {
  // promise: P6
  it('on an explicit yes of a customer, as a sealed reference with the consent, and shown masked', async () => {
    const who = await savers.customer();
    expect(await savers.profile(who)).toMatchObject({ paymentMethod: null, paymentMethodConsent: savingConsent });
    const { id, paypalOrder } = await savers.save(who);
    const reference = await savers.vaulted(paypalOrder);
    const order = await savers.shop.order(id);
    expect([order.status, order.saving]).toEqual(['fulfilled', { account: who.id, text: savingConsent.hash }]);
    const method = await savers.row((await savers.methodOf(who)) ?? '');
    expect(method).toMatchObject({
      state: 'saved',
      order: id,
      consent: { text: savingConsent.hash, at: order.placedAt, source: 'order-form' },
    });
    expect(JSON.stringify(method)).not.toContain(reference);
    expect(await savers.profile(who)).toMatchObject({
      paymentMethod: {
        kind: 'paypal',
        masked: `••••${reference.slice(-2)}`,
        consent: { ...savingConsent, at: order.placedAt, source: 'order-form' },
      },
    });
  });

  // promise: P6
  it('never without a yes, and never for a visitor', async () => {
    const who = await savers.customer();
    const { body } = await savers.checkOut(who);
    expect(body.saving).toBeUndefined();
    await decide(body.approveUrl ?? '', 'approve');
    const paypalOrder = await savers.shop.paypalOrderOf(body.orderId);
    await savers.approved(paypalOrder);
    expect([await savers.vaulted(paypalOrder), await savers.methodOf(who)]).toEqual(['', undefined]);

    const cookies = await savers.shop.visitor(['CARD-A', 1]);
    const visitors = await savers.shop.checkOut(cookies, 'visitor', { savePaymentMethod: true });
    expect([visitors.status, (await savers.shop.order(visitors.body.orderId)).saving]).toEqual([201, undefined]);
  });

  it('under the text that is in force; a form with another one is refused', async () => {
    const who = await savers.customer();
    await savers.fill(who);
    const outdated = await savers.order(who, 'outdated', { savePaymentMethod: true, savingHash: '0'.repeat(64) });
    expect([outdated.status, outdated.body.type]).toEqual([409, '/problems/notice-changed']);
    const { body } = await savers.order(who, 'shown', { savePaymentMethod: true, savingHash: savingConsent.hash });
    expect(body.saving).toEqual(savingConsent);
  });

  it('by PayPal’s event alone, when the answer of the capture was lost; a duplicate changes nothing', async () => {
    const who = await savers.customer();
    const { body } = await savers.checkOut(who, { savePaymentMethod: true });
    await decide(body.approveUrl ?? '', 'approve');
    const paypalOrder = await savers.shop.paypalOrderOf(body.orderId);
    await faults(world.paypalUrl, { dropAfterCapture: 1 });
    await expect(savers.approved(paypalOrder)).rejects.toThrow();
    const resource = { id: await savers.vaulted(paypalOrder), metadata: { order_id: paypalOrder } };
    const created = () => savers.event('VAULT.PAYMENT-TOKEN.CREATED', resource);
    expect([await created(), await created()]).toEqual(['done', 'done']);
    expect(await savers.row((await savers.methodOf(who)) ?? '')).toMatchObject({ order: body.orderId });
  });

  it('once, when the event comes before the answer of the capture, and by both at the same moment', async () => {
    const who = await savers.customer();
    const { body } = await savers.checkOut(who, { savePaymentMethod: true });
    await decide(body.approveUrl ?? '', 'approve');
    const paypalOrder = await savers.shop.paypalOrderOf(body.orderId);
    const early = savers.event('VAULT.PAYMENT-TOKEN.CREATED', { id: 'x1', metadata: { order_id: paypalOrder } });
    expect(await early).toBe('unknown');
    await savers.approved(paypalOrder);
    const resource = { id: await savers.vaulted(paypalOrder), metadata: { order_id: paypalOrder } };
    const outcomes = await Promise.all(
      Array.from({ length: 4 }, () => savers.event('VAULT.PAYMENT-TOKEN.CREATED', resource)),
    );
    expect(outcomes).toEqual(['done', 'done', 'done', 'done']);
    expect((await savers.row((await savers.methodOf(who)) ?? ''))?.state).toBe('saved');
  });

  it('in the place of the one before it, which PayPal deletes', async () => {
    const who = await savers.customer();
    const [first, second] = [await savers.save(who), await savers.save(who)];
    const [before, after] = [await savers.vaulted(first.paypalOrder), await savers.vaulted(second.paypalOrder)];
    expect([await savers.isAtPayPal(before), await savers.isAtPayPal(after)]).toEqual([false, true]);
    expect(await savers.row((await savers.methodOf(who)) ?? '')).toMatchObject({ order: second.id });
  });

  it('no more once its owner took the method away while the payment was under way: PayPal deletes it', async () => {
    const who = await savers.customer();
    const { body } = await savers.checkOut(who, { savePaymentMethod: true });
    expect((await savers.remove(who)).status).toBe(200);
    await decide(body.approveUrl ?? '', 'approve');
    const paypalOrder = await savers.shop.paypalOrderOf(body.orderId);
    await savers.approved(paypalOrder);
    expect([await statusOf(body.orderId), await savers.methodOf(who)]).toEqual(['fulfilled', undefined]);
    expect(await savers.isAtPayPal(await savers.vaulted(paypalOrder))).toBe(false);
  });
});

describe('an order that a saved method pays', () => {
  const withMethod = async (more: object = {}) => {
    const who = await savers.customer(more);
    const { paypalOrder } = await savers.save(who);
    return { who, reference: await savers.vaulted(paypalOrder) };
  };

  it('is placed and charged in one step, by the very way of every other', async () => {
    const { who, reference } = await withMethod();
    savers.ports.woken.length = 0;
    const { status, body } = await savers.checkOut(who, { paymentMethod: 'saved' });
    expect([status, body.status, body.approveUrl]).toEqual([201, 'created', null]);
    expect([savers.ports.woken, await captures(body.orderId)]).toEqual([['payments.charge'], 0]);
    await Promise.all([savers.pay(body.orderId), savers.pay(body.orderId)]);
    const order = await savers.shop.order(body.orderId);
    expect([order.status, order.history.map((step) => step.status), await captures(body.orderId)]).toEqual([
      'fulfilled',
      ['created', 'approved', 'paid', 'fulfilled'],
      1,
    ]);
    expect(JSON.stringify(order)).not.toContain(reference);
  });

  it('is the same one for the same key, and is charged once', async () => {
    const { who } = await withMethod();
    await savers.fill(who);
    const first = await savers.order(who, 'once', { paymentMethod: 'saved' });
    const [again] = await Promise.all([
      savers.order(who, 'once', { paymentMethod: 'saved' }),
      savers.pay(first.body.orderId),
    ]);
    await savers.pay(first.body.orderId);
    expect([again.body.orderId, await captures(first.body.orderId)]).toEqual([first.body.orderId, 1]);
    const other = await savers.order(who, 'once', { paymentMethod: 'paypal' });
    expect([other.status, other.body.type]).toEqual([422, '/problems/idempotency-conflict']);
  });

  it('takes no money when the card is sold out meanwhile', async () => {
    const { who } = await withMethod();
    const { body } = await savers.checkOut(who, { paymentMethod: 'saved' });
    await savers.shop.sellOut('CARD-A');
    await savers.pay(body.orderId);
    expect([await statusOf(body.orderId), await captures(body.orderId)]).toEqual(['voided', 0]);
    await savers.shop.stock('CARD-A', 60);
  });

  it('is charged by the sweeper when the charge was lost, and by nobody twice when its answer was', async () => {
    const { who } = await withMethod();
    const { body } = await savers.checkOut(who, { paymentMethod: 'saved' });
    await faults(world.paypalUrl, { dropAfterCapture: 1 });
    await expect(savers.pay(body.orderId)).rejects.toThrow();
    expect([await statusOf(body.orderId), await captures(body.orderId)]).toEqual(['approved', 1]);
    savers.clock.ahead += 90_000;
    await sweep(savers.ports);
    expect([await statusOf(body.orderId), await captures(body.orderId)]).toEqual(['fulfilled', 1]);
  });

  it('leads to PayPal when the saved method is refused', async () => {
    const { who } = await withMethod();
    await savers.fill(who);
    const { body } = await savers.order(who, 'declined', { paymentMethod: 'saved' });
    await faults(world.paypalUrl, { declineCapture: true });
    await savers.pay(body.orderId);
    await faults(world.paypalUrl);
    const again = await savers.order(who, 'declined', { paymentMethod: 'saved' });
    expect([again.body.orderId, again.body.approveUrl]).toEqual([body.orderId, expect.stringContaining('http')]);
    await decide(again.body.approveUrl ?? '', 'approve');
    await savers.approved(await savers.shop.paypalOrderOf(body.orderId));
    expect(await statusOf(body.orderId)).toBe('fulfilled');
  });

  it('takes no money with a method that was removed after it was placed, nor with one that is gone at PayPal', async () => {
    const { who } = await withMethod();
    const { body } = await savers.checkOut(who, { paymentMethod: 'saved' });
    await savers.remove(who);
    await savers.pay(body.orderId);
    expect([await statusOf(body.orderId), await captures(body.orderId)]).toEqual(['approved', 0]);

    const other = await withMethod();
    await savers.ports.paypal({ method: 'DELETE', path: `/v3/vault/payment-tokens/${other.reference}` });
    const placed = await savers.checkOut(other.who, { paymentMethod: 'saved' });
    await savers.pay(placed.body.orderId);
    expect([await captures(placed.body.orderId), await savers.methodOf(other.who)]).toEqual([0, undefined]);
  });

  it('is refused to whoever has none, and to a customer of joined orders whose sign-in is old', async () => {
    const nobody = await savers.checkOut(await savers.customer(), { paymentMethod: 'saved' });
    expect([nobody.status, nobody.body.type]).toEqual([409, '/problems/no-saved-method']);
    const visitor = await savers.shop.checkOut(await savers.shop.visitor(['CARD-A', 1]), 'v-saved', {
      paymentMethod: 'saved',
    });
    expect([visitor.status, visitor.body.type]).toEqual([409, '/problems/no-saved-method']);

    const { who } = await withMethod();
    await who.signIn(16 * 60);
    const alone = await savers.checkOut(who, { paymentMethod: 'saved' });
    expect(alone.status).toBe(201);
    await savers.pay(alone.body.orderId);
    await savers.checkOut(who, { email: 'gift@example.com' });
    await who.signIn(16 * 60);
    const stale = await savers.checkOut(who, { paymentMethod: 'saved' });
    expect([stale.status, stale.body.type]).toEqual([403, '/problems/sign-in-again']);
    await who.signIn(0);
    expect((await savers.checkOut(who, { paymentMethod: 'saved' })).status).toBe(201);
  });
});
