import { faultsOf, faultsOfSchema } from '../harness/openapi.ts';
import { orderRequest, plainOrderRequest, usd } from '../builders/requests.ts';
import type { Response } from '../harness/client.ts';
import { shopForTests } from '../harness/shop.ts';

const orders = '/v2/checkout/orders';
const whole = { prefer: 'return=representation' };

describe('the responses of the PayPal stand-in, judged by PayPal’s OpenAPI files', () => {
  const shop = shopForTests();

  const fits = (api: 'orders' | 'payments' | 'webhooks', operation: string, status: number, response: Response) => {
    expect(response.status).toBe(status);
    expect(faultsOf(api, operation, status, response.body)).toEqual([]);
  };

  it('finds a wrong type and an unknown field, so that the checks below mean something', () => {
    const wrong = { id: 5, purchase_units: [{ amount: { currency_code: 'USD' }, custom: 'x' }] };
    expect(faultsOf('orders', `POST ${orders}`, 201, wrong)).toEqual([
      '/id must be string',
      "/purchase_units/0/amount must have required property 'value'",
      '/purchase_units/0/custom is unknown',
    ]);
  });

  it('fit for creating an order, minimal and in full, with and without a payment source', async () => {
    fits('orders', `POST ${orders}`, 201, await shop.create());
    fits('orders', `POST ${orders}`, 201, await shop.create(orderRequest(), whole));
    fits('orders', `POST ${orders}`, 201, await shop.create(plainOrderRequest(), whole));
  });

  it('fit for reading an order before and after approval and after capture', async () => {
    const { id } = (await shop.create()).body;
    const read = () => shop.readOrder(id);
    fits('orders', `GET ${orders}/{id}`, 200, await read());
    await shop.decide(id, 'approve');
    fits('orders', `GET ${orders}/{id}`, 200, await read());
    await shop.capture(id);
    fits('orders', `GET ${orders}/{id}`, 200, await read());
  });

  it('fit for capturing, minimal and in full, completed, pending and declined', async () => {
    for (const fault of [{}, { pendingCapture: true }, { pendingCapture: null, declineCapture: true }]) {
      await shop.fault(fault);
      fits('orders', `POST ${orders}/{id}/capture`, 201, await shop.capture(await shop.approved()));
      fits('orders', `POST ${orders}/{id}/capture`, 201, await shop.capture(await shop.approved(), whole));
    }
  });

  it('fit for reading a capture, refunding it and reading the refund', async () => {
    const { captureId } = await shop.paid();
    fits('payments', 'GET /v2/payments/captures/{capture_id}', 200, await shop.readCapture(captureId));
    const part = { amount: usd('5.00'), note_to_payer: 'Sorry' };
    const first = await shop.refund(captureId, part);
    fits('payments', 'POST /v2/payments/captures/{capture_id}/refund', 201, first);
    const rest = await shop.refund(captureId, {}, whole);
    fits('payments', 'POST /v2/payments/captures/{capture_id}/refund', 201, rest);
    const read = await shop.readRefund(first.body.id);
    fits('payments', 'GET /v2/payments/refunds/{refund_id}', 200, read);
    fits('payments', 'GET /v2/payments/captures/{capture_id}', 200, await shop.readCapture(captureId));
  });

  it('fit for refusals: 400, 401, 404 and 422', async () => {
    fits('orders', `POST ${orders}`, 400, await shop.create({ purchase_units: [] }));
    fits('orders', `POST ${orders}`, 400, await shop.create('{'));
    fits('orders', `POST ${orders}`, 422, await shop.create(orderRequest({ amount: usd('0') })));
    fits('orders', `GET ${orders}/{id}`, 401, await shop.call('GET', `${orders}/X`, undefined, { authorization: '' }));
    fits('orders', `GET ${orders}/{id}`, 404, await shop.readOrder('X'));
    fits('orders', `POST ${orders}/{id}/capture`, 404, await shop.capture('X'));
    fits('orders', `POST ${orders}/{id}/capture`, 422, await shop.capture((await shop.create()).body.id));
    const { orderId, captureId } = await shop.paid();
    fits('orders', `POST ${orders}/{id}/capture`, 422, await shop.capture(orderId));
    const tooMuch = await shop.refund(captureId, { amount: usd('20.01') });
    fits('payments', 'POST /v2/payments/captures/{capture_id}/refund', 422, tooMuch);
    fits('payments', 'GET /v2/payments/captures/{capture_id}', 404, await shop.readCapture('X'));
    fits('payments', 'GET /v2/payments/refunds/{refund_id}', 404, await shop.readRefund('X'));
  });

  it('fit for a call in the wrong media type, an unavailable API and a conflict', async () => {
    const id = await shop.approved();
    const typeless = await shop.capture(id, { 'content-type': 'text/plain' });
    expect(typeless.status).toBe(415);
    expect(faultsOfSchema('orders', 'error_415', typeless.body)).toEqual([]);
    await shop.fault({ failTimes: 1 });
    const down = await shop.capture(id);
    expect(down.status).toBe(503);
    expect(faultsOfSchema('orders', 'error_503', down.body)).toEqual([]);
  });

  it('fit for verifying a webhook, and the webhooks themselves fit the schema of events', async () => {
    const { captureId } = await shop.paid();
    await shop.refund(captureId);
    await shop.webhook('PAYMENT.CAPTURE.REFUNDED', captureId);
    const verify = 'POST /v1/notifications/verify-webhook-signature';
    fits('webhooks', verify, 400, await shop.verify({}));
    for (const { event } of shop.receiver.received) expect(faultsOfSchema('webhooks', 'event', event)).toEqual([]);
  });

  it('carry resources in webhooks that fit the schemas of order, capture and refund', async () => {
    const last = async (type: string) => (await shop.webhook(type, '')).event.resource;
    expect(faultsOfSchema('orders', 'order', await last('CHECKOUT.ORDER.APPROVED'))).toEqual([]);
    for (const state of ['COMPLETED', 'PENDING', 'DECLINED']) {
      expect(faultsOfSchema('payments', 'capture-2', await last(`PAYMENT.CAPTURE.${state}`))).toEqual([]);
    }
    expect(faultsOfSchema('payments', 'refund', await last('PAYMENT.CAPTURE.REFUNDED'))).toEqual([]);
  });
});
