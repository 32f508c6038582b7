import { createVerify, X509Certificate } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { verificationRequest as claim } from '../builders/requests.ts';
import { shopForTests } from '../harness/shop.ts';
import { until } from '../harness/until.ts';

let status = 200;

describe('webhooks of the PayPal stand-in', () => {
  const shop = shopForTests({ statusFor: () => status });
  afterEach(() => {
    status = 200;
  });

  const { webhook: first } = shop;
  const verify = async (text: string) => (await shop.verify(text)).body.verification_status as unknown;

  it('are signed over transmission id, time, webhook id and CRC-32 by a leaf that chains to the anchors', async () => {
    const { headers, body } = await first('CHECKOUT.ORDER.APPROVED', await shop.approved());
    const certificate = await (await fetch(headers['paypal-cert-url'] ?? '')).text();
    const leaf = new X509Certificate(certificate);
    const id = headers['paypal-transmission-id'];
    const text = `${id}|${headers['paypal-transmission-time']}|1JE4291016473214C|${crc32(body)}`;
    const verifier = createVerify('RSA-SHA256').update(text);
    expect(verifier.verify(leaf.publicKey, headers['paypal-transmission-sig'] ?? '', 'base64')).toBe(true);
    expect(headers['paypal-auth-algo']).toBe('SHA256withRSA');
    expect(certificate.match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
    expect(leaf.checkHost('messageverificationcerts.sandbox.paypal.com')).toBeDefined();
    expect(leaf.subject).toContain('CN=messageverificationcerts.sandbox.paypal.com');
    const pems = shop.paypal.anchorsPem.match(/-----BEGIN[^]*?-----END CERTIFICATE-----/g) ?? [];
    const [intermediate, root] = pems.map((pem) => new X509Certificate(pem)) as [X509Certificate, X509Certificate];
    expect(leaf.verify(intermediate.publicKey) && leaf.checkIssued(intermediate)).toBe(true);
    expect(intermediate.verify(root.publicKey) && root.verify(root.publicKey)).toBe(true);
  });

  it('carry PayPal’s header names in upper case', async () => {
    const { rawHeaders } = await first('CHECKOUT.ORDER.APPROVED', await shop.approved());
    const names = ['PAYPAL-TRANSMISSION-ID', 'PAYPAL-TRANSMISSION-TIME', 'PAYPAL-TRANSMISSION-SIG', 'PAYPAL-CERT-URL'];
    expect(rawHeaders).toEqual(expect.arrayContaining([...names, 'PAYPAL-AUTH-ALGO']));
  });

  it('are verified for real by verify-webhook-signature, over the bytes as they were sent', async () => {
    const received = await first('CHECKOUT.ORDER.APPROVED', await shop.approved());
    expect(await verify(claim(received))).toBe('SUCCESS');
    expect(await verify(claim(received, { webhook_id: 'WEBHOOKID' }))).toBe('FAILURE');
    expect(await verify(claim(received, { transmission_time: '2020-01-01T00:00:00Z' }))).toBe('FAILURE');
    expect(await verify(claim(received, { cert_url: 'https://evil.example/cert' }))).toBe('FAILURE');
    const spaced = Buffer.from(JSON.stringify(received.event, undefined, 1));
    expect(await verify(claim({ ...received, body: spaced }))).toBe('FAILURE');
  });

  it('tell of a completed capture with amount, custom id and order id', async () => {
    const { orderId, captureId } = await shop.paid();
    const { event } = await first('PAYMENT.CAPTURE.COMPLETED', orderId);
    expect(event.id).toMatch(/^WH-[0-9A-Z]{17}-[0-9A-Z]{17}$/);
    expect(event).toMatchObject({
      event_version: '1.0',
      resource_type: 'capture',
      resource_version: '2.0',
      summary: 'Payment completed for $ 20.00 USD',
      resource: {
        id: captureId,
        status: 'COMPLETED',
        amount: { currency_code: 'USD', value: '20.00' },
        custom_id: 'order-1',
        supplementary_data: { related_ids: { order_id: orderId } },
      },
    });
  });

  it('tell of a refund with the refund itself, its capture in the link up alone', async () => {
    const { captureId } = await shop.paid();
    const refund = (await shop.refund(captureId)).body;
    const { event, body } = await first('PAYMENT.CAPTURE.REFUNDED', captureId);
    expect(event.resource['id']).toBe(refund.id);
    const up = { rel: 'up', method: 'GET', href: `${shop.paypal.url}/v2/payments/captures/${captureId}` };
    expect(event.resource['links']).toContainEqual(up);
    expect(body.toString().split(captureId)).toHaveLength(2);
  });

  it('are sent again, after a second, until the shop returns 2xx, the same bytes, transmission id and time-stamp', async () => {
    status = 503;
    const orderId = await shop.approved();
    await first('CHECKOUT.ORDER.APPROVED', orderId);
    status = 200;
    await until(() => shop.receiver.of(orderId, 'CHECKOUT.ORDER.APPROVED').length === 2);
    const [one, two] = shop.receiver.of(orderId, 'CHECKOUT.ORDER.APPROVED');
    expect(two?.body).toEqual(one?.body);
    for (const part of ['id', 'time', 'sig'].map((name) => `paypal-transmission-${name}`))
      expect(two?.headers[part]).toBe(one?.headers[part]);
    const listed = async () =>
      (await shop.call('GET', '/_deliveries')).body.filter((row: { orderId: string }) => row.orderId === orderId);
    await until(async () => (await listed()).length === 2);
    const about = { eventId: one?.event.id, eventType: 'CHECKOUT.ORDER.APPROVED', orderId, body: 'noted' };
    expect(await listed()).toMatchObject([
      { ...about, attempt: 1, status: 503 },
      { ...about, attempt: 2, status: 200 },
    ]);
    expect(JSON.stringify(await listed())).not.toContain(one?.headers['paypal-transmission-sig']);
  });

  it('can be sent once more by hand', async () => {
    const orderId = await shop.approved();
    const { event } = await first('CHECKOUT.ORDER.APPROVED', orderId);
    expect((await shop.call('POST', `/_deliveries/${event.id}/resend`)).status).toBe(202);
    await until(() => shop.receiver.of(orderId, 'CHECKOUT.ORDER.APPROVED').length === 2);
    expect((await shop.call('POST', '/_deliveries/WH-NONE/resend')).status).toBe(404);
  });
});
