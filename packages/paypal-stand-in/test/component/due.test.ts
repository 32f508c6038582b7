import { orderRequest } from '../builders/requests.ts';
import { shopForTests } from '../harness/shop.ts';

const hour = 3_600_000;

describe('what time brings at the PayPal stand-in', () => {
  let ahead = 0;
  const shop = shopForTests({ now: () => new Date(Date.now() + ahead), approvalWindowMs: hour });
  const statusOf = async (id: string) => (await shop.readOrder(id)).body.status as unknown;

  it('an order lapses when its window is over and not before, by a clock that is moved', async () => {
    const { id } = (await shop.create()).body;
    ahead += hour - 60_000;
    expect(await statusOf(id)).toBe('PAYER_ACTION_REQUIRED');
    ahead += 60_000;
    expect((await shop.readOrder(id)).status).toBe(404);
  });

  it('an approval opens the window anew, and is reversed at its end without a call', async () => {
    const { id } = (await shop.create()).body;
    ahead += hour - 60_000;
    await shop.decide(id, 'approve');
    ahead += hour - 60_000;
    expect(await statusOf(id)).toBe('APPROVED');
    ahead += 60_000;
    expect((await shop.webhook('CHECKOUT.PAYMENT-APPROVAL.REVERSED', id)).event.resource['order_id']).toBe(id);
  });

  it('an order that is captured does not lapse', async () => {
    const { orderId } = await shop.paid(orderRequest({ invoice_id: 'kept' }));
    ahead += 2 * hour;
    expect(await statusOf(orderId)).toBe('COMPLETED');
  });
});
