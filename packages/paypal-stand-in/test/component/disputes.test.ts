import { faultsOf, faultsOfSchema } from '../harness/openapi.ts';
import { usd } from '../builders/requests.ts';
import { issueOf } from '../harness/client.ts';
import { shopForTests } from '../harness/shop.ts';

const base = '/v1/customer/disputes';
const day = 86_400_000;

describe('disputes at the PayPal stand-in', () => {
  const shop = shopForTests();
  const control = (path: string, body: object) => shop.call('POST', `/_disputes${path}`, body);
  const opened = async (more: object = {}) => {
    const { captureId } = await shop.paid();
    const { id } = (await control('', { capture: captureId, ...more })).body as { id: string };
    return { id, captureId };
  };
  const read = (id: string) => shop.call('GET', `${base}/${id}`);
  const relsOf = (body: { links: { rel: string }[] }) => body.links.map(({ rel }) => rel);
  const evidence = (id: string, notes = 'The PIN was shown.') => {
    const input = JSON.stringify({ evidences: [{ evidence_type: 'PROOF_OF_FULFILLMENT', notes }] });
    const body = `--b\r\nContent-Disposition: form-data; name="input"\r\nContent-Type: application/json\r\n\r\n${input}\r\n--b--\r\n`;
    return shop.call('POST', `${base}/${id}/provide-evidence`, body, {
      'content-type': 'multipart/form-data; boundary=b',
    });
  };

  it('opens one with a due date and an event, and offers evidence and acceptance', async () => {
    const { id, captureId } = await opened({ dueMs: day });
    const { body } = await read(id);
    expect(faultsOf('disputes', `GET ${base}/{id}`, 200, body)).toEqual([]);
    expect(body).toMatchObject({ dispute_id: id, status: 'WAITING_FOR_SELLER_RESPONSE', dispute_amount: usd('20.00') });
    expect(body.disputed_transactions[0].seller_transaction_id).toBe(captureId);
    expect(Date.parse(body.seller_response_due_date)).toBeGreaterThan(Date.now());
    expect(relsOf(body)).toEqual(['self', 'provide_evidence', 'accept_claim']);
    const { event } = await shop.webhook('CUSTOMER.DISPUTE.CREATED', id);
    expect(faultsOfSchema('webhooks', 'event', event)).toEqual([]);
    expect(faultsOfSchema('disputes', 'dispute', event.resource)).toEqual([]);
  });

  it('takes evidence once, and goes to review', async () => {
    const { id } = await opened();
    const taken = await evidence(id);
    expect(taken.status).toBe(200);
    expect(faultsOf('disputes', `POST ${base}/{id}/provide-evidence`, 200, taken.body)).toEqual([]);
    const { body } = await read(id);
    expect(body).toMatchObject({ status: 'UNDER_REVIEW', evidences: [{ source: 'SUBMITTED_BY_SELLER' }] });
    expect(relsOf(body)).toEqual(['self']);
    expect(issueOf(await evidence(id))).toBe('DISPUTE_ACTION_NOT_ALLOWED');
    await shop.webhook('CUSTOMER.DISPUTE.UPDATED', id);
  });

  it('refuses evidence without a word, of a type that there is none of, and for a dispute that is not there', async () => {
    const { id } = await opened();
    expect((await shop.call('POST', `${base}/${id}/provide-evidence`, {})).status).toBe(400);
    const strange = { evidences: [{ evidence_type: 'GOSSIP' }] };
    const refused = await shop.call('POST', `${base}/${id}/provide-evidence`, strange);
    expect(faultsOf('disputes', `POST ${base}/{id}/provide-evidence`, 400, refused.body)).toEqual([]);
    expect((await read('PP-R-XXX-1')).status).toBe(404);
  });

  it('accepting a claim gives the payer the money, and the capture has none left', async () => {
    const { id, captureId } = await opened({ amount: usd('5.00') });
    const accepted = await shop.call('POST', `${base}/${id}/accept-claim`, { note: 'Ours' });
    expect(faultsOf('disputes', `POST ${base}/{id}/accept-claim`, 200, accepted.body)).toEqual([]);
    const outcome = { outcome_code: 'RESOLVED_BUYER_FAVOUR', amount_refunded: usd('5.00') };
    expect((await read(id)).body).toMatchObject({ status: 'RESOLVED', dispute_outcome: outcome });
    expect((await shop.readCapture(captureId)).body.status).toBe('PARTIALLY_REFUNDED');
    expect(issueOf(await shop.refund(captureId, { amount: usd('15.01') }))).toBe('REFUND_AMOUNT_EXCEEDED');
    await shop.webhook('CUSTOMER.DISPUTE.RESOLVED', id);
  });

  it('ends won, lost and cancelled; one that is lost says by a reversal too that the money is gone, if told to', async () => {
    const codes = { won: 'RESOLVED_SELLER_FAVOUR', lost: 'RESOLVED_BUYER_FAVOUR', cancelled: 'CANCELED_BY_BUYER' };
    for (const [outcome, outcome_code] of Object.entries(codes)) {
      const { id, captureId } = await opened();
      await control(`/${id}`, { outcome, reversed: true });
      expect((await read(id)).body.dispute_outcome).toMatchObject({ outcome_code });
      if (outcome === 'lost') await shop.webhook('PAYMENT.CAPTURE.REVERSED', captureId);
      else expect((await shop.readCapture(captureId)).body.status).toBe('COMPLETED');
    }
  });

  it('lists them latest first, by capture, by state and by page', async () => {
    const { id, captureId } = await opened();
    const list = async (query: string) => (await shop.call('GET', `${base}?${query}`)).body;
    const mine = await list(`disputed_transaction_id=${captureId}`);
    expect(faultsOf('disputes', `GET ${base}`, 200, mine)).toEqual([]);
    expect(mine.items.map((item: { dispute_id: string }) => item.dispute_id)).toEqual([id]);
    const first = await list('page_size=1&dispute_state=REQUIRED_ACTION');
    expect(first.items[0].dispute_id).toBe(id);
    const next = (first.links as { rel: string; href: string }[]).find(({ rel }) => rel === 'next');
    const second = await list(new URL(next?.href ?? '').search.slice(1));
    expect(second.items[0].dispute_id).not.toBe(id);
    expect((await list(`update_time_after=${new Date(Date.now() + day).toISOString()}`)).items).toBeUndefined();
  });

  it('is about a capture of another program too, and is opened by an order of the shop', async () => {
    const strange = await control('', { capture: '9XX00000XX0000000', amount: usd('3.00') });
    expect(faultsOf('disputes', `GET ${base}/{id}`, 200, (await read(strange.body.id)).body)).toEqual([]);
    const { orderId, captureId } = await shop.paid();
    expect((await control('', { order: orderId })).body.captureId).toBe(captureId);
    expect((await control('', {})).status).toBe(400);
  });

  it('offerNothing and noDisputes: offers nothing but itself, and refuses the app', async () => {
    const { id } = await opened();
    await shop.fault({ offerNothing: true });
    expect(relsOf((await read(id)).body)).toEqual(['self']);
    expect(issueOf(await evidence(id))).toBe('DISPUTE_ACTION_NOT_ALLOWED');
    await shop.fault({ noDisputes: true });
    expect((await read(id)).status).toBe(403);
    expect((await shop.call('GET', base)).status).toBe(403);
  });

  it('dropAfterEvidence: the evidence is taken and the connection cut', async () => {
    const { id } = await opened();
    await shop.fault({ dropAfterEvidence: 1 });
    await expect(evidence(id)).rejects.toThrow();
    expect((await read(id)).body.status).toBe('UNDER_REVIEW');
  });
});
