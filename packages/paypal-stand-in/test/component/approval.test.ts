import { orderRequest, plainOrderRequest, usd } from '../builders/requests.ts';
import { shopForTests } from '../harness/shop.ts';

describe('the approval page of the PayPal stand-in', () => {
  const shop = shopForTests();

  const read = async (id: string) => (await shop.readOrder(id)).body;
  const show = async (id: string) => (await fetch(`${shop.paypal.url}/checkoutnow?token=${id}`)).text();
  const approvals = (id: string) => shop.receiver.of(id, 'CHECKOUT.ORDER.APPROVED');

  it('shows what is bought, for how much and from whom, says that it is not PayPal, and escapes all of it', async () => {
    const items = [{ name: '<b>Card</b> & "PIN"', quantity: '2', unit_amount: usd('10.00') }];
    const amount = { ...usd('20.00'), breakdown: { item_total: usd('20.00') } };
    const html = await show((await shop.create(orderRequest({ items, amount }))).body.id);
    expect(html).toContain('2 × &#60;b&#62;Card&#60;/b&#62; &#38; &#34;PIN&#34;');
    expect(html).not.toContain('<b>Card');
    expect(html).toContain('20.00 USD');
    expect(html).toContain('C7CYMKZDG8D6E');
    expect(html).toContain('This is not PayPal.');
    expect(html).toMatch(/name="decision" value="approve"[\s\S]*name="decision" value="cancel"/);
  });

  it('approves: the order has a payer and an address, the buyer goes back with token and PayerID, the shop hears of it', async () => {
    const { id } = (await shop.create()).body;
    const response = await shop.decide(id, 'approve');
    const order = await read(id);
    expect(order.status).toBe('APPROVED');
    expect(order.payer).toMatchObject({
      name: { given_name: expect.any(String), surname: expect.any(String) },
      email_address: expect.stringMatching(/@personal\.example\.com$/),
      payer_id: expect.stringMatching(/^[2-9A-HJ-NP-Z]{13}$/),
    });
    expect(order.purchase_units[0].shipping.address.country_code).toBe('US');
    expect(response.status).toBe(303);
    const back = `https://shop.example/return?order=1&token=${id}&PayerID=${order.payer.payer_id}`;
    expect(response.headers.get('location')).toBe(back);
    const { event } = await shop.webhook('CHECKOUT.ORDER.APPROVED', id);
    expect(event.resource['payer']).toEqual(order.payer);
  });

  it('keeps the address away when the shop asks for no shipping', async () => {
    const request = orderRequest();
    Object.assign(request.payment_source.paypal.experience_context, { shipping_preference: 'NO_SHIPPING' });
    expect((await read(await shop.approved(request))).purchase_units[0].shipping).toBeUndefined();
  });

  it('cancels: the buyer goes back with the token alone, and can approve later at the same link', async () => {
    const { id, links } = (await shop.create()).body;
    const response = await shop.decide(id, 'cancel');
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(`https://shop.example/cancel?token=${id}`);
    expect((await read(id)).status).toBe('PAYER_ACTION_REQUIRED');
    await fetch(links[1].href, {
      method: 'POST',
      body: new URLSearchParams({ decision: 'approve' }),
      redirect: 'manual',
    });
    expect((await read(id)).status).toBe('APPROVED');
  });

  it('is harmless when an order is approved twice, also after its capture', async () => {
    const { id } = (await shop.create()).body;
    const first = await shop.decide(id, 'approve');
    await shop.capture(id);
    const second = await shop.decide(id, 'approve');
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect((await read(id)).status).toBe('COMPLETED');
    const other = await shop.approved();
    await shop.webhook('CHECKOUT.ORDER.APPROVED', other);
    expect(approvals(id)).toHaveLength(1);
  });

  it('shows a page where the shop names no address to return to', async () => {
    const { id } = (await shop.create(plainOrderRequest())).body;
    const response = await shop.decide(id, 'approve');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('Approved');
  });

  it('refuses an unknown order with 404 and an unknown decision with 400', async () => {
    expect((await shop.decide('NOBODY', 'approve')).status).toBe(404);
    const { id } = (await shop.create()).body;
    expect((await shop.decide(id, 'perhaps')).status).toBe(400);
    expect((await read(id)).status).toBe('PAYER_ACTION_REQUIRED');
  });
});
