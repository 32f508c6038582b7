import { openShop, until } from '../support/shop.ts';
import type { Received } from '../support/receiver.ts';
import type { Shop } from '../support/shop.ts';

const took = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

describe('faults in the webhooks of the PayPal stand-in', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
    await shop.create();
  });
  afterAll(() => shop.close());
  afterEach(() => shop.call('DELETE', '/_faults'));

  const of = (orderId: string) => shop.receiver.received.filter(({ body }) => body.includes(orderId));
  const types = (orderId: string) => of(orderId).map(({ event }) => event.event_type);

  it('duplicate: each webhook comes that many times, as transmissions of their own', async () => {
    await shop.fault({ duplicate: 25 });
    const id = await shop.approved();
    await until(() => of(id).length === 25);
    expect(new Set(of(id).map(({ headers }) => headers['paypal-transmission-id'])).size).toBe(25);
    expect(new Set(of(id).map(({ event }) => event.id)).size).toBe(1);
  });

  it('reorder: what happened last is told first', async () => {
    await shop.fault({ reorder: true });
    const { orderId } = await shop.paid();
    await until(() => of(orderId).length === 2);
    expect(types(orderId)).toEqual(['PAYMENT.CAPTURE.COMPLETED', 'CHECKOUT.ORDER.APPROVED']);
  });

  it('webhookDelayMs: webhooks come late', async () => {
    await shop.fault({ webhookDelayMs: 300 });
    const id = await shop.approved();
    expect(await took(() => until(() => of(id).length === 1))).toBeGreaterThan(200);
  });

  it('dropWebhooks: nothing is sent, but the event can be sent later', async () => {
    await shop.fault({ dropWebhooks: true });
    const id = await shop.approved();
    await shop.fault({ dropWebhooks: null });
    const other = await shop.approved();
    await until(() => of(other).length === 1);
    expect(of(id)).toHaveLength(0);
    const events = (await shop.call('GET', '/_events')).body as { id: string; type: string; orderId: string }[];
    const dropped = events.find(({ orderId }) => orderId === id);
    expect(dropped).toMatchObject({ type: 'CHECKOUT.ORDER.APPROVED' });
    await shop.call('POST', `/_deliveries/${dropped?.id}/resend`);
    await until(() => of(id).length === 1);
    expect(of(id)[0]?.event.id).toBe(dropped?.id);
  });

  it('badSignature: what is sent is not what was signed', async () => {
    await shop.fault({ badSignature: true });
    const id = await shop.approved();
    await until(() => of(id).length === 1);
    const { headers, body } = of(id)[0] as Received;
    const fields = {
      auth_algo: 'SHA256withRSA',
      webhook_id: '1JE4291016473214C',
      cert_url: headers['paypal-cert-url'],
    };
    const ids = {
      transmission_id: headers['paypal-transmission-id'],
      transmission_time: headers['paypal-transmission-time'],
    };
    const all = { ...fields, ...ids, transmission_sig: headers['paypal-transmission-sig'], webhook_event: {} };
    const text = JSON.stringify(all).replace('"webhook_event":{}', `"webhook_event":${body.toString()}`);
    const answer = await shop.call('POST', '/v1/notifications/verify-webhook-signature', text);
    expect(answer.body).toEqual({ verification_status: 'FAILURE' });
  });
});
