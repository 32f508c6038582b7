import { requestId } from '../harness/client.ts';
import { shopForTests } from '../harness/shop.ts';

const hour = 3_600_000;

describe('faults of the PayPal stand-in that hide and change payments', () => {
  const shop = shopForTests();

  const { readOrder: read, readCapture } = shop;
  const search = (from: number, to: number, more = '') => {
    const [start, end] = [from, to].map((time) => new Date(time).toISOString());
    return shop.call('GET', `/v1/reporting/transactions?start_date=${start}&end_date=${end}${more}`);
  };

  it('hideOrder and hideCapture: reads find nothing, so many times', async () => {
    const { orderId, captureId } = await shop.paid();
    await shop.fault({ hideOrder: 1, hideCapture: 1 });
    expect([(await read(orderId)).status, (await readCapture(captureId)).status]).toEqual([404, 404]);
    expect([(await read(orderId)).status, (await readCapture(captureId)).status]).toEqual([200, 200]);
  });

  it('hideCaptureCall: a capture finds nothing and does nothing, a repeated one too', async () => {
    const id = await shop.approved();
    const once = requestId('one');
    await shop.fault({ hideCaptureCall: 1 });
    expect((await shop.capture(id, once)).status).toBe(404);
    expect((await read(id)).body.status).toBe('APPROVED');
    expect((await shop.capture(id, once)).status).toBe(201);
    await shop.fault({ hideCaptureCall: 1 });
    expect((await shop.capture(id, once)).status).toBe(404);
    expect((await shop.capture(id, once)).status).toBe(201);
  });

  it('captureStatus: captures state another status, and their own again once it is cleared', async () => {
    const { captureId } = await shop.paid();
    await shop.fault({ captureStatus: 'SOMETHING_NEW' });
    expect((await readCapture(captureId)).body.status).toBe('SOMETHING_NEW');
    await shop.fault({ captureStatus: null });
    expect((await readCapture(captureId)).body.status).toBe('COMPLETED');
  });

  it('captureTwice: the order has two captures', async () => {
    await shop.fault({ captureTwice: true });
    const { orderId } = await shop.paid();
    const captures = (await read(orderId)).body.purchase_units[0].payments.captures as { id: string }[];
    expect(new Set(captures.map(({ id }) => id)).size).toBe(2);
  });

  it('sparseCapture: the response to a capture lacks payee, amount and custom_id, the capture itself has them', async () => {
    await shop.fault({ sparseCapture: true });
    const { body } = await shop.capture(await shop.approved(), { prefer: 'return=representation' });
    const [unit] = body.purchase_units;
    const [capture] = unit.payments.captures;
    expect([unit.payee, capture.amount, capture.custom_id]).toEqual([undefined, undefined, undefined]);
    const whole = { custom_id: 'order-1', amount: { value: '20.00' }, payee: { merchant_id: 'C7CYMKZDG8D6E' } };
    expect((await readCapture(capture.id)).body).toMatchObject(whole);
  });

  it('wrongCustomId in "captured": an order says otherwise from its capture on, and so does the capture', async () => {
    await shop.fault({ wrongCustomId: 'another', wrongPayee: 'STRANGER', wrongIn: 'captured' });
    const id = await shop.approved();
    const unit = async () => (await read(id)).body.purchase_units[0];
    expect(await unit()).toMatchObject({ custom_id: 'order-1', payee: { merchant_id: 'C7CYMKZDG8D6E' } });
    await shop.capture(id);
    const wrong = { custom_id: 'another', payee: { merchant_id: 'STRANGER' } };
    expect(await unit()).toMatchObject(wrong);
    expect((await readCapture((await unit()).payments.captures[0].id)).body).toMatchObject(wrong);
  });

  it('lists transactions by time and page, later if told, and refuses more than 31 days', async () => {
    const began = Date.now() - 1_000;
    const { captureId } = await shop.paid();
    const listed = async (more?: string) => {
      const { body } = await search(began, Date.now() + hour, more);
      return (body.transaction_details as { transaction_info: { transaction_id: string } }[]).map(
        ({ transaction_info }) => transaction_info.transaction_id,
      );
    };
    expect(await listed()).toContain(captureId);
    expect(await listed('&page_size=1')).toHaveLength(1);
    expect((await search(began - 2 * hour, began - hour)).body.transaction_details).toEqual([]);
    await shop.fault({ transactionsAfterMs: 3 * hour });
    expect(await listed()).toEqual([]);
    expect((await search(began - 32 * 24 * hour, began)).status).toBe(400);
    expect((await search(began, began - hour)).status).toBe(400);
  });

  it('noTransactionSearch: the app is refused, 403', async () => {
    await shop.fault({ noTransactionSearch: true });
    const { status, body } = await search(Date.now() - hour, Date.now());
    expect([status, body.name, body.details[0].issue]).toEqual([403, 'NOT_AUTHORIZED', 'PERMISSION_DENIED']);
  });
});
