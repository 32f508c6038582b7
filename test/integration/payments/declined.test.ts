import type { AskPayPal } from '../../../functions/paypal/client.ts';
import { pinsOf } from '../../../functions/pins/public.ts';
import { settle } from '../../../functions/payments/settle/settle.ts';
import { decide, faults, openWorld, paymentsFor, type World } from '../../harness/shop-in-process.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.close());
afterEach(() => faults(world.paypalUrl));

/** A shop with one PIN, and two buyers who have approved; the first one settles first. */
const lastPin = async () => {
  const shop = await world.shop({ limits: { timeout: 3_000, tries: 1 } });
  await shop.stock('CARD-LAST', 1);
  const approved = async (key: string) => {
    const { body } = await shop.checkOut(await shop.visitor(['CARD-LAST', 1]), key);
    await decide(body.approveUrl, 'approve');
    return { id: body.orderId, paypal: await shop.paypalOrderOf(body.orderId) };
  };
  return { shop, first: await approved('first'), next: await approved('next') };
};

/** PayPal refuses every capture for certain; everything else goes through. */
const refusing =
  (paypal: AskPayPal): AskPayPal =>
  async (call) =>
    call.path.endsWith('/capture')
      ? { status: 422, body: { details: [{ issue: 'INSTRUMENT_DECLINED' }] } }
      : paypal(call);

describe('the last PIN', () => {
  it('is free for the next buyer once PayPal has refused the capture of the first', async () => {
    const { shop, first, next } = await lastPin();
    expect(await settle(first.paypal, { ...shop.ports, paypal: refusing(shop.ports.paypal) })).toBe('wait');
    await settle(next.paypal, shop.ports);
    expect((await shop.order(first.id)).status).toBe('approved');
    expect((await shop.order(next.id)).status).not.toBe('voided');
    expect((await shop.order(next.id)).capture).toBeDefined();
  });

  it('is free for the next buyer once the capture of the first was declined', async () => {
    const { shop, first, next } = await lastPin();
    await faults(world.paypalUrl, { declineCapture: true });
    expect(await settle(first.paypal, shop.ports)).toBe('wait');
    await faults(world.paypalUrl);
    await settle(next.paypal, shop.ports);
    expect((await shop.order(next.id)).capture).toBeDefined();
  });
});

describe('a capture that PayPal refuses for certain', () => {
  it('keeps nobody waiting: claim and PINs are given back at once', async () => {
    const { shop, first } = await lastPin();
    const pause = () => Promise.reject(new Error('nothing is waited for'));
    const ports = { ...shop.ports, pause, paypal: refusing(shop.ports.paypal) };
    expect(await settle(first.paypal, ports)).toBe('wait');
    expect(await shop.order(first.id)).not.toHaveProperty('capturing');
    expect(await pinsOf(first.id, shop.ports)).toEqual([]);
  });
});

describe('two workers on one approval', () => {
  it('of which one is refused and the other captures deliver the PIN that was held all along', async () => {
    const { shop, first, next } = await lastPin();
    let others = 0;
    // The other worker joins the claim while the capture of the first one is on its way, and captures under it.
    const meanwhile: AskPayPal = async (call) => {
      if (call.path.endsWith('/capture')) {
        others += 1;
        await settle(first.paypal, shop.ports);
        expect(await settle(next.paypal, shop.ports)).toBe('done');
      }
      return refusing(shop.ports.paypal)(call);
    };
    await settle(first.paypal, { ...shop.ports, paypal: meanwhile });
    expect(others).toBe(1);
    expect((await shop.order(first.id)).status).toBe('fulfilled');
    expect(await pinsOf(first.id, shop.ports)).toHaveLength(1);
    expect((await shop.order(next.id)).status).toBe('voided');
    expect((await paymentsFor(world.paypalUrl, next.id)).flatMap((payment) => payment.captures)).toEqual([]);
  });
});
