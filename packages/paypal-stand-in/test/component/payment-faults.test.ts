import { shopForTests } from '../harness/shop.ts';
import { until } from '../harness/until.ts';

describe('faults in orders and captures of the PayPal stand-in', () => {
  const shop = shopForTests();

  const read = async (id: string) => (await shop.readOrder(id)).body;

  it('pendingCapture: captures wait while it is set, and complete once it is cleared', async () => {
    await shop.fault({ pendingCapture: true });
    const { orderId } = await shop.paid();
    const state = async () => (await read(orderId)).purchase_units[0].payments.captures[0];
    expect(await state()).toMatchObject({ status: 'PENDING', status_details: { reason: 'PENDING_REVIEW' } });
    expect((await read(orderId)).status).toBe('COMPLETED');
    await shop.webhook('PAYMENT.CAPTURE.PENDING', orderId);
    expect(shop.receiver.types(orderId)).not.toContain('PAYMENT.CAPTURE.COMPLETED');
    await shop.fault({ pendingCapture: false });
    await shop.webhook('PAYMENT.CAPTURE.COMPLETED', orderId);
    expect((await state()).status).toBe('COMPLETED');
  });

  it('denyCapture: a capture is pending and then denied', async () => {
    await shop.fault({ denyCapture: true });
    const { orderId } = await shop.paid();
    await shop.webhook('PAYMENT.CAPTURE.DENIED', orderId);
    await shop.webhook('PAYMENT.CAPTURE.PENDING', orderId);
    expect((await read(orderId)).purchase_units[0].payments.captures[0].status).toBe('DECLINED');
  });

  it('declineCapture: the order is completed and its capture declined', async () => {
    await shop.fault({ declineCapture: true });
    const { orderId } = await shop.paid();
    const order = await read(orderId);
    expect([order.status, order.purchase_units[0].payments.captures[0].status]).toEqual(['COMPLETED', 'DECLINED']);
    await shop.webhook('PAYMENT.CAPTURE.DECLINED', orderId);
  });

  it('wrongAmount, wrongCurrency and wrongPayee: orders and captures say otherwise', async () => {
    await shop.fault({ wrongAmount: '0.01', wrongCurrency: 'EUR', wrongPayee: 'STRANGER' });
    const { orderId, captureId } = await shop.paid();
    const wrong = { amount: { currency_code: 'EUR', value: '0.01' }, payee: { merchant_id: 'STRANGER' } };
    expect((await read(orderId)).purchase_units[0]).toMatchObject(wrong);
    expect((await shop.readCapture(captureId)).body).toMatchObject(wrong);
  });

  it('wrongIn: only the order, or only the capture, is wrong', async () => {
    await shop.fault({ wrongAmount: '0.01', wrongIn: 'capture' });
    const { orderId } = await shop.paid();
    const [unit] = (await read(orderId)).purchase_units;
    expect([unit.amount.value, unit.payments.captures[0].amount.value]).toEqual(['20.00', '0.01']);
  });

  it('autoApproveMs: new orders approve themselves', async () => {
    await shop.fault({ autoApproveMs: 50 });
    const { id } = (await shop.create()).body;
    await until(async () => (await read(id)).status === 'APPROVED');
  });

  it('approvalWindowMs: an approved order lapses and is reversed, an unapproved one only lapses', async () => {
    const { id } = (await shop.create()).body;
    const approved = await shop.approved();
    await shop.fault({ approvalWindowMs: 0 });
    const { event } = await shop.webhook('CHECKOUT.PAYMENT-APPROVAL.REVERSED', approved);
    expect(event.resource['order_id']).toBe(approved);
    expect((await shop.capture(approved)).status).toBe(404);
    expect((await shop.readOrder(id)).status).toBe(404);
    expect(shop.receiver.types(id)).toEqual([]);
  });
});
