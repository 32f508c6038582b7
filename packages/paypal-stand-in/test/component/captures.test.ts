import { orderRequest, usd } from '../builders/requests.ts';
import { issueOf } from '../harness/client.ts';
import { shopForTests } from '../harness/shop.ts';

describe('captures and refunds at the PayPal stand-in', () => {
  const shop = shopForTests();

  it('captures only what is approved, and only once', async () => {
    const { id } = (await shop.create()).body;
    expect(issueOf(await shop.capture(id))).toBe('ORDER_NOT_APPROVED');
    await shop.decide(id, 'approve');
    const captured = await shop.capture(id);
    expect(captured.status).toBe(201);
    expect(captured.body).toMatchObject({ id, status: 'COMPLETED' });
    const [capture] = captured.body.purchase_units[0].payments.captures;
    expect(capture).toMatchObject({
      status: 'COMPLETED',
      amount: usd('20.00'),
      custom_id: 'order-1',
      final_capture: true,
    });
    expect(issueOf(await shop.capture(id))).toBe('ORDER_ALREADY_CAPTURED');
    const read = (await shop.readCapture(capture.id)).body;
    expect(read).toMatchObject({
      payee: { merchant_id: 'C7CYMKZDG8D6E' },
      supplementary_data: { related_ids: { order_id: id } },
    });
    expect((await shop.capture('NOBODYSORDER')).body.name).toBe('RESOURCE_NOT_FOUND');
  });

  it('refuses a second capture for an invoice, unless the first was declined', async () => {
    const invoice = orderRequest({ invoice_id: 'invoice-1' });
    await shop.fault({ declineCapture: true });
    await shop.capture(await shop.approved(invoice));
    await shop.clearFaults();
    expect((await shop.capture(await shop.approved(invoice))).status).toBe(201);
    expect(issueOf(await shop.capture(await shop.approved(invoice)))).toBe('DUPLICATE_INVOICE_ID');
  });

  it('refunds in parts up to what was captured, in its currency', async () => {
    const { captureId } = await shop.paid();
    const refund = (amount?: unknown) => shop.refund(captureId, { amount });
    const status = async () => (await shop.readCapture(captureId)).body.status;
    expect(issueOf(await refund({ currency_code: 'EUR', value: '1.00' }))).toBe('REFUND_CAPTURE_CURRENCY_MISMATCH');
    expect((await refund(usd('5.00'))).body.status).toBe('COMPLETED');
    expect(await status()).toBe('PARTIALLY_REFUNDED');
    expect(issueOf(await refund(usd('15.01')))).toBe('REFUND_AMOUNT_EXCEEDED');
    const rest = await refund();
    const read = (await shop.readRefund(rest.body.id)).body;
    expect(read).toMatchObject({
      amount: usd('15.00'),
      seller_payable_breakdown: { total_refunded_amount: usd('20.00') },
    });
    expect(await status()).toBe('REFUNDED');
    expect(issueOf(await refund())).toBe('CAPTURE_FULLY_REFUNDED');
  });

  it('refuses to refund decimals of yen, and captures that are pending or declined', async () => {
    const refund = (id: string, amount?: unknown) => shop.refund(id, { amount });
    const yen = await shop.paid(orderRequest({ amount: { currency_code: 'JPY', value: '1500' } }));
    expect(issueOf(await refund(yen.captureId, { currency_code: 'JPY', value: '1.5' }))).toBe('DECIMALS_NOT_SUPPORTED');
    await shop.fault({ pendingCapture: true });
    expect(issueOf(await refund((await shop.paid()).captureId))).toBe('PENDING_CAPTURE');
    await shop.fault({ declineCapture: true });
    expect(issueOf(await refund((await shop.paid()).captureId))).toBe('REFUND_NOT_ALLOWED');
  });
});
