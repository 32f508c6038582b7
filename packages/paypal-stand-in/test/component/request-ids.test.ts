import { orderRequest, usd } from '../builders/requests.ts';
import { requestId as id } from '../harness/client.ts';
import { shopForTests } from '../harness/shop.ts';

describe('PayPal-Request-Id at the PayPal stand-in', () => {
  const shop = shopForTests();

  const listed = async () => (await shop.listed()).length;

  it('has the same response again and makes no second order', async () => {
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
    const part = { amount: usd('5.00') };
    const refund = () => shop.refund(capture, part, id('refund-1'));
    expect((await refund()).body).toEqual((await refund()).body);
    const [row] = (await shop.listed()).filter((listed) => listed.id === order);
    expect(row?.captures[0]).toMatchObject({ id: capture, status: 'PARTIALLY_REFUNDED', refunded: part.amount });
  });

  it('repeats a definite refusal, but not one that came before the approval', async () => {
    const { id: order } = (await shop.create()).body;
    expect((await shop.capture(order, id('early'))).body.details[0].issue).toBe('ORDER_NOT_APPROVED');
    await shop.decide(order, 'approve');
    expect((await shop.capture(order, id('early'))).status).toBe(201);
    const late = await shop.capture(order, id('late'));
    expect((await shop.capture(order, id('late'))).body).toEqual(late.body);
  });

  it('is refused with 409 while the first call with it is still under way', async () => {
    await shop.fault({ createAnswerDelayMs: 300 });
    const first = shop.create(orderRequest(), id('slow'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const second = await shop.create(orderRequest(), id('slow'));
    expect(second).toMatchObject({ status: 409, body: { details: [{ issue: 'PREVIOUS_REQUEST_IN_PROGRESS' }] } });
    const response = await first;
    await shop.clearFaults();
    expect((await shop.create(orderRequest(), id('slow'))).body).toEqual(response.body);
  });

  it('leaves a mocked response out: PayPal-Mock-Response does nothing and is not repeated', async () => {
    const order = await shop.approved();
    const mock = { 'paypal-mock-response': '{"mock_application_codes":"INSTRUMENT_DECLINED"}' };
    const declined = await shop.capture(order, { ...id('mocked'), ...mock });
    expect(declined).toMatchObject({ status: 422, body: { details: [{ issue: 'INSTRUMENT_DECLINED' }] } });
    const captured = await shop.capture(order, id('mocked'));
    expect(captured.status).toBe(201);
    expect((await shop.create(orderRequest(), mock)).status).toBe(422);
    const capture = captured.body.purchase_units[0].payments.captures[0].id;
    expect((await shop.refund(capture, {}, mock)).status).toBe(422);
    expect((await shop.capture(order, { 'paypal-mock-response': 'nonsense' })).status).toBe(400);
  });
});
