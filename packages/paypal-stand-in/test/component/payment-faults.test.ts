import { openShop, until } from '../support/shop.ts';
import type { Shop } from '../support/shop.ts';

describe('faults in orders and captures of the PayPal stand-in', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
    await shop.create();
  });
  afterAll(() => shop.close());
  afterEach(() => shop.call('DELETE', '/_faults'));

  const of = (orderId: string) => shop.receiver.received.filter(({ body }) => body.includes(orderId));
  const types = (orderId: string) => of(orderId).map(({ event }) => event.event_type);
  const read = async (id: string) => (await shop.call('GET', `/v2/checkout/orders/${id}`)).body;

  it('pendingCapture: captures wait while it is set, and complete once it is cleared', async () => {
    await shop.fault({ pendingCapture: true });
    const { orderId } = await shop.paid();
    const state = async () => (await read(orderId)).purchase_units[0].payments.captures[0];
    expect(await state()).toMatchObject({ status: 'PENDING', status_details: { reason: 'PENDING_REVIEW' } });
    expect((await read(orderId)).status).toBe('COMPLETED');
    await until(() => types(orderId).includes('PAYMENT.CAPTURE.PENDING'));
    expect(types(orderId)).not.toContain('PAYMENT.CAPTURE.COMPLETED');
    await shop.fault({ pendingCapture: false });
    await until(() => types(orderId).includes('PAYMENT.CAPTURE.COMPLETED'));
    expect((await state()).status).toBe('COMPLETED');
  });

  it('denyCapture: a capture is pending and then denied', async () => {
    await shop.fault({ denyCapture: true });
    const { orderId } = await shop.paid();
    await until(() => types(orderId).includes('PAYMENT.CAPTURE.DENIED'));
    expect(types(orderId)).toContain('PAYMENT.CAPTURE.PENDING');
    expect((await read(orderId)).purchase_units[0].payments.captures[0].status).toBe('DECLINED');
  });

  it('declineCapture: the order is completed and its capture declined', async () => {
    await shop.fault({ declineCapture: true });
    const { orderId } = await shop.paid();
    const order = await read(orderId);
    expect([order.status, order.purchase_units[0].payments.captures[0].status]).toEqual(['COMPLETED', 'DECLINED']);
    await until(() => types(orderId).includes('PAYMENT.CAPTURE.DECLINED'));
  });

  it('wrongAmount, wrongCurrency and wrongPayee: orders and captures say otherwise', async () => {
    await shop.fault({ wrongAmount: '0.01', wrongCurrency: 'EUR', wrongPayee: 'STRANGER' });
    const { orderId, captureId } = await shop.paid();
    const wrong = { amount: { currency_code: 'EUR', value: '0.01' }, payee: { merchant_id: 'STRANGER' } };
    expect((await read(orderId)).purchase_units[0]).toMatchObject(wrong);
    expect((await shop.call('GET', `/v2/payments/captures/${captureId}`)).body).toMatchObject(wrong);
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
    await until(() => types(approved).includes('CHECKOUT.PAYMENT-APPROVAL.REVERSED'));
    const [reversed] = of(approved).filter(({ event }) => event.event_type.endsWith('REVERSED'));
    expect(reversed?.event.resource['order_id']).toBe(approved);
    expect((await shop.capture(approved)).status).toBe(404);
    expect((await shop.call('GET', `/v2/checkout/orders/${id}`)).status).toBe(404);
    expect(types(id)).toEqual([]);
  });
});
