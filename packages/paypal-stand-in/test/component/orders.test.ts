import { orderRequest, plainOrderRequest, usd } from '../builders/requests.ts';
import { issueOf } from '../harness/client.ts';
import { shopForTests } from '../harness/shop.ts';

describe('orders at the PayPal stand-in', () => {
  const shop = shopForTests();

  it('asks the payer to act at a payer-action link when a wallet is named, else offers an approve link', async () => {
    const wallet = (await shop.create()).body;
    expect(wallet.status).toBe('PAYER_ACTION_REQUIRED');
    expect(wallet.links.map((link: { rel: string }) => link.rel)).toEqual(['self', 'payer-action']);
    expect(wallet.links[1].href).toBe(`${shop.paypal.url}/checkoutnow?token=${wallet.id}`);
    const other = (await shop.create(plainOrderRequest())).body;
    expect(other.status).toBe('CREATED');
    expect(other.links.map((link: { rel: string }) => link.rel)).toEqual(['self', 'approve', 'capture']);
  });

  it('names the merchant as payee unless the shop names one', async () => {
    const representation = { prefer: 'return=representation' };
    const order = (await shop.create(orderRequest(), representation)).body;
    expect(order.purchase_units[0]).toMatchObject({ reference_id: 'default', payee: { merchant_id: 'C7CYMKZDG8D6E' } });
    const payee = { merchant_id: '2222222222222' };
    expect((await shop.create(orderRequest({ payee }), representation)).body.purchase_units[0].payee).toEqual(payee);
  });

  it.each([
    ['USD', '10.005', 'DECIMAL_PRECISION'],
    ['JPY', '1000.00', 'DECIMAL_PRECISION'],
    ['HUF', '10.5', 'DECIMAL_PRECISION'],
    ['USD', '0.00', 'CANNOT_BE_ZERO_OR_NEGATIVE'],
    ['USD', '-1', 'CANNOT_BE_ZERO_OR_NEGATIVE'],
    ['XXX', '1.00', 'INVALID_CURRENCY_CODE'],
    ['USD', '1000000000000000.00', 'MAX_VALUE_EXCEEDED'],
    ['USD', 'ten', 'INVALID_PARAMETER_SYNTAX'],
    ['USD', '', 'INVALID_PARAMETER_SYNTAX'],
  ])('refuses %s %s with %s', async (currency_code, value, issue) => {
    const response = await shop.create(orderRequest({ amount: { currency_code, value } }));
    expect(issueOf(response)).toBe(issue);
    expect(response.body.details[0].field).toBe('/purchase_units/0/amount/value');
  });

  it('takes yen without decimals', async () => {
    expect((await shop.create(orderRequest({ amount: { currency_code: 'JPY', value: '1500' } }))).status).toBe(201);
  });

  it('refuses items that do not add up to the amount', async () => {
    const items = [{ name: 'Card', quantity: '2', unit_amount: usd('10.00') }];
    const amount = (total: string) => ({ ...usd('20.00'), breakdown: { item_total: usd(total) } });
    expect(issueOf(await shop.create(orderRequest({ items })))).toBe('ITEM_TOTAL_REQUIRED');
    expect(issueOf(await shop.create(orderRequest({ items, amount: amount('19.00') })))).toBe('ITEM_TOTAL_MISMATCH');
    expect(issueOf(await shop.create(orderRequest({ amount: amount('19.00') })))).toBe('AMOUNT_MISMATCH');
    expect((await shop.create(orderRequest({ items, amount: amount('20.00') }))).status).toBe(201);
  });

  it('refuses what it does not understand by PayPal’s words, naming the place', async () => {
    const { purchase_units, ...rest } = orderRequest();
    const missing = await shop.create(rest);
    expect(missing.body.details[0]).toMatchObject({ issue: 'MISSING_REQUIRED_PARAMETER', field: '/purchase_units' });
    expect(issueOf(await shop.create({ ...rest, purchase_units: [] }))).toBe('INVALID_ARRAY_MIN_ITEMS');
    expect(issueOf(await shop.create({ purchase_units, intent: 'AUTHORIZE' }))).toBe('UNSUPPORTED_INTENT');
    expect(issueOf(await shop.create({ purchase_units, intent: 'GIVE' }))).toBe('INVALID_PARAMETER_VALUE');
    const scripted = { paypal: { experience_context: { return_url: 'javascript:alert(1)' } } };
    expect(issueOf(await shop.create({ ...orderRequest(), payment_source: scripted }))).toBe(
      'INVALID_PARAMETER_SYNTAX',
    );
    const card = { card: { number: '4111111111111111' } };
    expect(issueOf(await shop.create({ ...orderRequest(), payment_source: card }))).toBe('NOT_SUPPORTED');
    expect(issueOf(await shop.create('{"intent"'))).toBe('MALFORMED_REQUEST_JSON');
  });

  it('refuses an unknown path with PayPal’s 404 and a wrong method with its 405', async () => {
    const response = await shop.call('GET', '/v3/nothing');
    expect(response.status).toBe(404);
    expect(Object.keys(response.body).sort()).toEqual(['debug_id', 'details', 'links', 'message', 'name']);
    expect((await shop.call('GET', '/v2/checkout/nothing')).status).toBe(404);
    expect((await shop.call('DELETE', '/v2/checkout/orders')).status).toBe(405);
  });
});
