import { verificationRequest } from '../builders/requests.ts';
import { shopForTests } from '../harness/shop.ts';
import { took, until } from '../harness/until.ts';

describe('faults in the webhooks of the PayPal stand-in', () => {
  const shop = shopForTests();

  const of = (id: string) => shop.receiver.of(id);

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
    expect(shop.receiver.types(orderId)).toEqual(['PAYMENT.CAPTURE.COMPLETED', 'CHECKOUT.ORDER.APPROVED']);
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
    const webhook = await shop.webhook('CHECKOUT.ORDER.APPROVED', id);
    expect((await shop.verify(verificationRequest(webhook))).body).toEqual({ verification_status: 'FAILURE' });
  });
});
