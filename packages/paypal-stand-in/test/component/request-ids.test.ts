import { openShop, orderRequest } from '../support/shop.ts';
import type { Shop } from '../support/shop.ts';

describe('PayPal-Request-Id at the PayPal stand-in', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.close());
  afterEach(() => shop.call('DELETE', '/_faults'));

  const id = (name: string) => ({ 'paypal-request-id': name });
  const listed = async () => (await shop.call('GET', '/_orders')).body.length as number;

  it('gives the same answer again and makes no second order', async () => {
    const before = await listed();
    const first = await shop.create(orderRequest(), id('create-1'));
    const second = await shop.create(orderRequest(), id('create-1'));
    expect([second.status, second.body]).toEqual([first.status, first.body]);
    expect(await listed()).toBe(before + 1);
    expect((await shop.create(orderRequest(), id('create-2'))).body.id).not.toBe(first.body.id);
  });

  it('is refused with 422 for another body', async () => {
    await shop.create(orderRequest(), id('create-3'));
    const other = await shop.create(orderRequest({ custom_id: 'other' }), id('create-3'));
    expect(other).toMatchObject({ status: 422, body: { details: [{ issue: 'DUPLICATE_REQUEST_ID' }] } });
  });

  it('is one call’s own: the same id at another order or route is another call', async () => {
    const [a, b] = [await shop.approved(), await shop.approved()];
    expect((await shop.capture(a, id('shared'))).body.id).toBe(a);
    expect((await shop.capture(b, id('shared'))).body.id).toBe(b);
  });

  it('captures and refunds once', async () => {
    const order = await shop.approved();
    const first = await shop.capture(order, id('cap'));
    expect(await shop.capture(order, id('cap'))).toMatchObject({ status: 201, body: first.body });
    const capture = first.body.purchase_units[0].payments.captures[0].id;
    const part = { amount: { currency_code: 'USD', value: '5.00' } };
    const refund = () => shop.call('POST', `/v2/payments/captures/${capture}/refund`, part, id('refund-1'));
    expect((await refund()).body).toEqual((await refund()).body);
    const [row] = (await shop.call('GET', '/_orders')).body.filter((one: { id: string }) => one.id === order);
    expect(row.captures[0]).toMatchObject({ id: capture, status: 'PARTIALLY_REFUNDED', refunded: part.amount });
  });

  it('repeats a definite refusal, but not one that came before the approval', async () => {
    const { id: order } = (await shop.create()).body;
    expect((await shop.capture(order, id('early'))).body.details[0].issue).toBe('ORDER_NOT_APPROVED');
    await shop.decide(order, 'approve');
    expect((await shop.capture(order, id('early'))).status).toBe(201);
    const late = await shop.capture(order, id('late'));
    expect((await shop.capture(order, id('late'))).body).toEqual(late.body);
  });

  it('answers 409 while the first call with it is still under way', async () => {
    await shop.newToken();
    await shop.fault({ createAnswerDelayMs: 300 });
    const first = shop.create(orderRequest(), id('slow'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const second = await shop.create(orderRequest(), id('slow'));
    expect(second).toMatchObject({ status: 409, body: { details: [{ issue: 'PREVIOUS_REQUEST_IN_PROGRESS' }] } });
    const answer = await first;
    await shop.call('DELETE', '/_faults');
    expect((await shop.create(orderRequest(), id('slow'))).body).toEqual(answer.body);
  });

  it('leaves a mocked answer out: PayPal-Mock-Response does nothing and is not repeated', async () => {
    const order = await shop.approved();
    const mock = { 'paypal-mock-response': '{"mock_application_codes":"INSTRUMENT_DECLINED"}' };
    const declined = await shop.capture(order, { ...id('mocked'), ...mock });
    expect(declined).toMatchObject({ status: 422, body: { details: [{ issue: 'INSTRUMENT_DECLINED' }] } });
    const captured = await shop.capture(order, id('mocked'));
    expect(captured.status).toBe(201);
    expect((await shop.create(orderRequest(), mock)).status).toBe(422);
    const refund = `/v2/payments/captures/${captured.body.purchase_units[0].payments.captures[0].id}/refund`;
    expect((await shop.call('POST', refund, {}, mock)).status).toBe(422);
    expect((await shop.capture(order, { 'paypal-mock-response': 'nonsense' })).status).toBe(400);
  });
});
