import { pinsOf } from '../../../functions/pins/public.ts';
import type { PayPalResponse, AskPayPal } from '../../../functions/paypal/client.ts';
import { settle } from '../../../functions/payments/settle/settle.ts';
import { decide, openWorld, paymentsFor, type Shop, type World } from '../../harness/shop-in-process.ts';

let world: World;
let shop: Shop;
beforeAll(async () => {
  world = await openWorld();
  shop = await world.shop({ limits: { timeout: 3_000, tries: 1 } });
  await shop.stock('CARD-A', 10);
}, 60_000);
afterAll(() => world.close());

const approved = async (sku = 'CARD-A') => {
  const { body } = await shop.checkOut(await shop.visitor([sku, 1]), 'key');
  await decide(body.approveUrl, 'approve');
  return { id: body.orderId, paypal: await shop.paypalOrderOf(body.orderId) };
};

/** PayPal, with another answer to captures; `does` may make the capture all the same. */
const answering =
  (does: (capture: () => Promise<PayPalResponse>) => Promise<PayPalResponse>): AskPayPal =>
  (call) =>
    call.path.endsWith('/capture') ? does(() => shop.ports.paypal(call)) : shop.ports.paypal(call);

const captureElsewhere = (id: string) =>
  shop.ports.paypal({ method: 'POST', path: `/v2/checkout/orders/${id}/capture`, body: '{}', requestId: `own-${id}` });

const issue = (name: string) => ({ status: 422, body: { details: [{ issue: name }] } });

describe('what PayPal returns to a capture', () => {
  it.each(['ORDER_ALREADY_CAPTURED', 'ORDER_CAPTURE_IN_PROGRESS'])(
    '%s: is read back, and delivered at once',
    async (name) => {
      const { id, paypal } = await approved();
      const already = answering((capture) => capture().then(() => issue(name)));
      expect(await settle(paypal, { ...shop.ports, paypal: already })).toBe('fulfilled');
      expect((await shop.order(id)).status).toBe('fulfilled');
      expect((await paymentsFor(world.paypalUrl, id)).flatMap((each) => each.captures)).toHaveLength(1);
    },
  );

  it('404: proves nothing, so the order keeps its claim and its PINs', async () => {
    const { id, paypal } = await approved();
    const gone = answering(() => Promise.resolve({ status: 404, body: {} }));
    expect(await settle(paypal, { ...shop.ports, paypal: gone })).toBe('gone');
    expect(await shop.order(id)).toMatchObject({ status: 'approved', capturing: paypal });
    expect(await pinsOf(id, shop.ports)).toHaveLength(1);
  });

  it.each(['INSTRUMENT_DECLINED', 'PAYER_ACTION_REQUIRED', 'ORDER_NOT_APPROVED', 'SOMETHING_NEW'])(
    '%s: gives the claim back and waits, and the next try has another request id',
    async (name) => {
      const { id, paypal } = await approved();
      const ids: (string | undefined)[] = [];
      const spy: AskPayPal = (call) => {
        if (call.path.endsWith('/capture')) ids.push(call.requestId);
        return answering(() => Promise.resolve(issue(name)))(call);
      };
      expect(await settle(paypal, { ...shop.ports, paypal: spy })).toBe('wait');
      expect((await shop.order(id)).capturing).toBeUndefined();
      await settle(paypal, { ...shop.ports, paypal: spy });
      expect(ids).toEqual([`cap-${paypal}-1`, `cap-${paypal}-2`]);
    },
  );
});

describe('a capture that this shop did not begin', () => {
  it('is delivered once PINs are held for it', async () => {
    const { id, paypal } = await approved();
    await captureElsewhere(paypal);
    expect(await settle(paypal, shop.ports)).toBe('fulfilled');
    expect((await shop.order(id)).status).toBe('fulfilled');
    expect(await pinsOf(id, shop.ports)).toHaveLength(1);
  });

  it('is quarantined when there are none', async () => {
    await shop.stock('CARD-NONE', 1);
    const { id, paypal } = await approved('CARD-NONE');
    await shop.sellOut('CARD-NONE');
    await captureElsewhere(paypal);
    await settle(paypal, shop.ports);
    expect((await shop.order(id)).status).toBe('quarantined');
  });
});
