import { faultsOf } from '../harness/openapi.ts';
import { usd } from '../builders/requests.ts';
import { shopForTests } from '../harness/shop.ts';
import { until } from '../harness/until.ts';

const base = '/v1/notifications/webhooks-events';

describe('what the PayPal stand-in lists of the past', () => {
  const shop = shopForTests();
  const list = async (query: string) => (await shop.call('GET', `${base}?${query}`)).body;

  it('has the events that were never delivered too, by time, type and transaction, page by page', async () => {
    await shop.fault({ dropWebhooks: true });
    const { captureId } = await shop.paid();
    const mine = await list(`transaction_id=${captureId}`);
    expect(faultsOf('webhooks', `GET ${base}`, 200, mine)).toEqual([]);
    expect(mine.events.map((event: { event_type: string }) => event.event_type)).toEqual(['PAYMENT.CAPTURE.COMPLETED']);
    expect((await list(`start_time=${new Date(Date.now() + 60_000).toISOString()}`)).events).toEqual([]);
    const first = await list('page_size=1');
    const next = (first.links as { rel: string; href: string }[]).find(({ rel }) => rel === 'next');
    expect((await list(new URL(next?.href ?? '').search.slice(1))).events[0].id).not.toBe(first.events[0].id);
    expect((await shop.call('GET', `${base}?page_size=0`)).status).toBe(400);
  });

  it('delivers an event once more', async () => {
    await shop.fault({ dropWebhooks: true });
    const { captureId } = await shop.paid();
    await shop.clearFaults();
    const { id } = (await list(`transaction_id=${captureId}`)).events[0];
    const sent = await shop.call('POST', `${base}/${id}/resend`, {});
    expect(faultsOf('webhooks', `POST ${base}/{event_id}/resend`, 202, sent.body)).toEqual([]);
    await until(() => shop.receiver.of(captureId, 'COMPLETED').length === 1);
    expect((await shop.call('GET', `${base}/${id}`)).body.id).toBe(id);
    expect((await shop.call('POST', `${base}/WH-0/resend`, {})).status).toBe(404);
  });

  it('sends an event about a capture that is late, and takes money back', async () => {
    const { captureId } = await shop.paid();
    const control = (body: object) => shop.call('POST', `/_captures/${captureId}`, body);
    await control({ event: 'DENIED' });
    await shop.webhook('PAYMENT.CAPTURE.DENIED', captureId);
    expect((await shop.readCapture(captureId)).body.status).toBe('COMPLETED');
    await control({ reversed: usd('4.00') });
    const { event } = await shop.webhook('PAYMENT.CAPTURE.REVERSED', captureId);
    expect((await shop.readRefund(String(event.resource['id']))).body.amount).toEqual(usd('4.00'));
  });

  it('lists captures with their fee, refunds and reversals as money that left, and what of a fee came back', async () => {
    const from = new Date(Date.now() - 2_000).toISOString();
    const { captureId } = await shop.paid();
    await shop.refund(captureId, { amount: usd('5.00') });
    await shop.fault({ feeReturned: true });
    await shop.refund(captureId, { amount: usd('10.00') });
    await shop.call('POST', `/_captures/${captureId}`, { reversed: true });
    const to = new Date(Date.now() + 2_000).toISOString();
    const { body } = await shop.call('GET', `/v1/reporting/transactions?start_date=${from}&end_date=${to}`);
    const rows = (body.transaction_details as { transaction_info: Record<string, { value: string }> }[])
      .map(({ transaction_info: info }) => info)
      .filter((info) => [info['transaction_id'], info['paypal_reference_id']].includes(captureId as never))
      .map((info) => [info['transaction_event_code'], info['transaction_amount']?.value, info['fee_amount']?.value]);
    expect(rows).toEqual([
      ['T0006', '20.00', '-1.18'],
      ['T1107', '-5.00', undefined],
      ['T1107', '-10.00', '0.34'],
      ['T1106', '-5.00', undefined],
    ]);
  });
});
