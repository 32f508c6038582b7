import { orderRequest, plainOrderRequest } from '../builders/requests.ts';
import { issueOf, requestId } from '../harness/client.ts';
import { faultsOf, faultsOfSchema } from '../harness/openapi.ts';
import { shopForTests } from '../harness/shop.ts';

const orders = '/v2/checkout/orders';
const tokens = '/v3/vault/payment-tokens';
const savedSource = (attributes: object = {}) => ({
  paypal: { attributes: { vault: { store_in_vault: 'ON_SUCCESS', usage_type: 'MERCHANT' }, ...attributes } },
});

describe('payers who are saved at the PayPal stand-in', () => {
  const shop = shopForTests();
  let sequence = 0;

  const save = async (attributes?: object) => {
    const orderId = await shop.approved({ ...orderRequest(), payment_source: savedSource(attributes) });
    const { body } = await shop.capture(orderId);
    return { orderId, captured: body, vault: body.payment_source.paypal.attributes.vault };
  };
  const payBy = (vault_id: string, headers: Record<string, string> = requestId(`pay-${(sequence += 1)}`)) =>
    shop.create({ ...orderRequest(), payment_source: { paypal: { vault_id } } }, headers);
  const remove = (id: string) => shop.call('DELETE', `${tokens}/${id}`);

  it('have a token once the order is captured, in the response and in the order', async () => {
    const { orderId, captured, vault } = await save();
    expect(vault).toMatchObject({ id: expect.any(String), status: 'VAULTED', customer: { id: expect.any(String) } });
    expect(faultsOf('orders', `POST ${orders}/{id}/capture`, 201, captured)).toEqual([]);
    expect((await shop.readOrder(orderId)).body.payment_source.paypal.attributes.vault).toEqual(vault);
    const read = await shop.call('GET', `${tokens}/${vault.id}`);
    expect(faultsOf('vault', `GET ${tokens}/{id}`, 200, read.body)).toEqual([]);
  });

  it('are the shop’s customer where it names one', async () => {
    expect((await save({ customer: { id: 'customer-7' } })).vault.customer).toEqual({ id: 'customer-7' });
  });

  it('are told of by VAULT.PAYMENT-TOKEN.CREATED with the order’s id', async () => {
    const { orderId, vault } = await save();
    const { event } = await shop.webhook('VAULT.PAYMENT-TOKEN.CREATED', orderId);
    const { metadata, time_created: _time, ...token } = event.resource;
    expect(event).toMatchObject({ resource_type: 'payment_token', resource_version: '3.0' });
    expect([token['id'], metadata]).toEqual([vault.id, { order_id: orderId }]);
    expect(faultsOfSchema('vault', 'payment_token_response', token)).toEqual([]);
    expect(faultsOfSchema('webhooks', 'event', event)).toEqual([]);
  });

  it.each([{ declineCapture: true }, { pendingCapture: true }])('have none when %j', async (fault) => {
    await shop.fault(fault);
    const orderId = await shop.approved({ ...orderRequest(), payment_source: savedSource() });
    expect((await shop.capture(orderId)).body.payment_source.paypal.attributes).toBeUndefined();
  });

  it('pay a later order in one step: it is captured when it is created', async () => {
    const { captured, vault } = await save();
    const { status, body } = await payBy(vault.id);
    expect([status, body.status, body.purchase_units[0].payments.captures[0].status]).toEqual([
      201,
      'COMPLETED',
      'COMPLETED',
    ]);
    expect(body.payer).toEqual(captured.payer);
    expect(faultsOf('orders', `POST ${orders}`, 201, body)).toEqual([]);
    await shop.webhook('PAYMENT.CAPTURE.COMPLETED', body.id);
    expect(shop.receiver.types(body.id)).not.toContain('CHECKOUT.ORDER.APPROVED');
    expect(issueOf(await shop.capture(body.id))).toBe('ORDER_ALREADY_CAPTURED');
  });

  it('pay an order that nobody approved when its capture names them, once', async () => {
    const { captured, vault } = await save();
    const { body: order } = await shop.create(plainOrderRequest());
    const capture = (id: string, vault_id: string) =>
      shop.call(
        'POST',
        `${orders}/${id}/capture`,
        { payment_source: { paypal: { vault_id } } },
        { ...requestId(`capture-${(sequence += 1)}`), prefer: 'return=representation' },
      );
    expect([order.status, issueOf(await shop.capture(order.id))]).toEqual(['CREATED', 'ORDER_NOT_APPROVED']);
    expect(issueOf(await capture(order.id, 'unknown1'))).toBe('TOKEN_ID_NOT_FOUND');
    const { status, body } = await capture(order.id, vault.id);
    expect([status, body.status, body.payer]).toEqual([201, 'COMPLETED', captured.payer]);
    expect(faultsOf('orders', `POST ${orders}/{id}/capture`, 201, body)).toEqual([]);
    expect(issueOf(await capture(order.id, vault.id))).toBe('ORDER_ALREADY_CAPTURED');
  });

  it('pay once for one PayPal-Request-Id, and not without it', async () => {
    const { vault } = await save();
    const first = await payBy(vault.id, requestId('again'));
    expect((await payBy(vault.id, requestId('again'))).body).toEqual(first.body);
    const refusal = await payBy(vault.id, {});
    expect([refusal.status, issueOf(refusal)]).toEqual([400, 'PAYPAL_REQUEST_ID_REQUIRED']);
  });

  it('are forgotten by DELETE: 204 each time, one event, and no more payment', async () => {
    const { vault } = await save();
    expect([(await remove(vault.id)).status, (await remove(vault.id)).status]).toEqual([204, 204]);
    await shop.webhook('VAULT.PAYMENT-TOKEN.DELETED', vault.id);
    expect(issueOf(await payBy(vault.id))).toBe('TOKEN_ID_NOT_FOUND');
    expect((await shop.call('GET', `${tokens}/${vault.id}`)).status).toBe(404);
    const events = (await shop.call('GET', '/_events')).body as { type: string }[];
    expect(events.filter(({ type }) => type === 'VAULT.PAYMENT-TOKEN.DELETED')).toHaveLength(1);
  });
});
