import { faultsOf, faultsOfSchema } from '../support/openapi.ts';
import { openShop, orderRequest, until } from '../support/shop.ts';
import type { Answer, Shop } from '../support/shop.ts';

const orders = '/v2/checkout/orders';
const whole = { prefer: 'return=representation' };

describe('the answers of the PayPal stand-in, judged by PayPal’s OpenAPI files', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.close());

  const fits = (api: 'orders' | 'payments' | 'webhooks', operation: string, status: number, answer: Answer) => {
    expect(answer.status).toBe(status);
    expect(faultsOf(api, operation, status, answer.body)).toEqual([]);
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
    const { payment_source: _none, ...plain } = orderRequest();
    fits('orders', `POST ${orders}`, 201, await shop.create(plain, whole));
  });

  it('fit for reading an order before and after approval and after capture', async () => {
    const { id } = (await shop.create()).body;
    const read = () => shop.call('GET', `${orders}/${id}`);
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
    await shop.call('DELETE', '/_faults');
  });

  it('fit for reading a capture, refunding it and reading the refund', async () => {
    const { captureId } = await shop.paid();
    const capture = `/v2/payments/captures/${captureId}`;
    fits('payments', 'GET /v2/payments/captures/{capture_id}', 200, await shop.call('GET', capture));
    const part = { amount: { currency_code: 'USD', value: '5.00' }, note_to_payer: 'Sorry' };
    const first = await shop.call('POST', `${capture}/refund`, part);
    fits('payments', 'POST /v2/payments/captures/{capture_id}/refund', 201, first);
    const rest = await shop.call('POST', `${capture}/refund`, {}, whole);
    fits('payments', 'POST /v2/payments/captures/{capture_id}/refund', 201, rest);
    const read = await shop.call('GET', `/v2/payments/refunds/${first.body.id}`);
    fits('payments', 'GET /v2/payments/refunds/{refund_id}', 200, read);
    fits('payments', 'GET /v2/payments/captures/{capture_id}', 200, await shop.call('GET', capture));
  });

  it('fit for refusals: 400, 401, 404 and 422', async () => {
    fits('orders', `POST ${orders}`, 400, await shop.create({ purchase_units: [] }));
    fits('orders', `POST ${orders}`, 400, await shop.create('{'));
    fits(
      'orders',
      `POST ${orders}`,
      422,
      await shop.create(orderRequest({ amount: { currency_code: 'USD', value: '0' } })),
    );
    fits('orders', `GET ${orders}/{id}`, 401, await shop.call('GET', `${orders}/X`, undefined, { authorization: '' }));
    fits('orders', `GET ${orders}/{id}`, 404, await shop.call('GET', `${orders}/X`));
    fits('orders', `POST ${orders}/{id}/capture`, 404, await shop.capture('X'));
    fits('orders', `POST ${orders}/{id}/capture`, 422, await shop.capture((await shop.create()).body.id));
    const { orderId, captureId } = await shop.paid();
    fits('orders', `POST ${orders}/{id}/capture`, 422, await shop.capture(orderId));
    const refund = (body: unknown) => shop.call('POST', `/v2/payments/captures/${captureId}/refund`, body);
    const tooMuch = await refund({ amount: { currency_code: 'USD', value: '20.01' } });
    fits('payments', 'POST /v2/payments/captures/{capture_id}/refund', 422, tooMuch);
    fits('payments', 'GET /v2/payments/captures/{capture_id}', 404, await shop.call('GET', '/v2/payments/captures/X'));
    fits('payments', 'GET /v2/payments/refunds/{refund_id}', 404, await shop.call('GET', '/v2/payments/refunds/X'));
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
    await shop.call('POST', `/v2/payments/captures/${captureId}/refund`, {});
    await until(() => shop.receiver.types().includes('PAYMENT.CAPTURE.REFUNDED'));
    const verify = 'POST /v1/notifications/verify-webhook-signature';
    const answer = await shop.call('POST', verify.slice(5), {});
    expect(answer.status).toBe(400);
    expect(faultsOf('webhooks', verify, 400, answer.body)).toEqual([]);
    for (const { event } of shop.receiver.received) expect(faultsOfSchema('webhooks', 'event', event)).toEqual([]);
  });

  it('carry resources in webhooks that fit the schemas of order, capture and refund', async () => {
    const last = (type: string) =>
      shop.receiver.received.filter(({ event }) => event.event_type === type).at(-1)?.event.resource;
    await until(() => shop.receiver.types().includes('PAYMENT.CAPTURE.PENDING'));
    expect(faultsOfSchema('orders', 'order', last('CHECKOUT.ORDER.APPROVED'))).toEqual([]);
    for (const state of ['COMPLETED', 'PENDING', 'DECLINED']) {
      expect(faultsOfSchema('payments', 'capture-2', last(`PAYMENT.CAPTURE.${state}`))).toEqual([]);
    }
    expect(faultsOfSchema('payments', 'refund', last('PAYMENT.CAPTURE.REFUNDED'))).toEqual([]);
  });
});
