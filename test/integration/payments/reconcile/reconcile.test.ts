import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { toItem } from '../../../../functions/kit/store/client.ts';
import { serve } from '../../../../functions/kit/http/serve.ts';
import { payments } from '../../../../functions/payments/contract.ts';
import { reconcile } from '../../../../functions/payments/reconcile/reconcile.ts';
import { routes } from '../../../../functions/payments/staff-routes.ts';
import { buyersOfFile } from '../../../builders/buyer.ts';
import { money } from '../../../builders/cards.ts';
import { disputesOf } from '../../../builders/disputes.ts';
import { signedIn, staffSessions } from '../../../builders/staff.ts';
import { call, httpEvent } from '../../../harness/http.ts';
import { faults } from '../../../harness/shop-in-process.ts';

const its = buyersOfFile();
const disputes = disputesOf(its);
const day = 86_400_000;
const order = (id: string) => its.buyers.shop.order(id);
const run = () => reconcile(its.buyers.ports);

/** Money back at PayPal, beside the shop. */
const refundAtPayPal = async (id: string, value: string) => {
  const { capture } = await order(id);
  const { clientId, clientSecret } = { clientId: 'client', clientSecret: 'secret' };
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const token = await fetch(`${its.world.paypalUrl}/v1/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: bearer } = (await token.json()) as { access_token: string };
  const response = await fetch(`${its.world.paypalUrl}/v2/payments/captures/${capture}/refund`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify({ amount: { value, currency_code: 'USD' } }),
  });
  if (response.status !== 201) throw new Error(`the refund's status is ${response.status}`);
};

const statement = async (month: string) => {
  const handler = serve(payments, routes, {
    ...its.buyers.ports,
    sessions: async (bearer: string) => staffSessions[bearer],
  } as never);
  return call(handler, httpEvent('GET /admin/statements/{month}', { path: { month }, headers: signedIn('support') }));
};

describe('the daily reconciliation', () => {
  it('delivers, refunds and marks what was missed while no event came, and the second run finds nothing new', async () => {
    const approved = await its.buyers.approved();
    const { id: refunded } = await disputes.bought();
    const { id: disputed } = await disputes.bought({ shown: true });
    await refundAtPayPal(refunded, '4.00');
    await disputes.open(disputed);
    await run();
    expect(await order(approved.id)).toMatchObject({ status: 'fulfilled' });
    expect(await order(refunded)).toMatchObject({ refunded: money(400) });
    expect(await order(disputed)).toMatchObject({ disputed: true });
    const second = await run();
    expect(second['transaction-repaired']).toBeUndefined();
    expect(second['dispute-repaired']).toBeUndefined();
    expect(second['failed']).toBeUndefined();
  });

  it('keeps its counts with the day on which it ran', async () => {
    await run();
    const today = its.buyers.ports.now().toISOString().slice(0, 10);
    const request = { TableName: its.buyers.ports.table('payments.books'), Key: toItem({ day: today }) };
    const row = unmarshall((await its.world.dynamo.client.send(new GetItemCommand(request))).Item ?? {});
    expect(row).toMatchObject({
      day: today,
      counts: expect.any(Object) as unknown,
      ranAt: expect.any(String) as unknown,
    });
  });

  it('says what PayPal does not list, and closes nothing then', async () => {
    await faults(its.world.paypalUrl, { noTransactionSearch: true, noDisputes: true });
    const counts = await run();
    expect(counts).toMatchObject({ unavailable: 2 });
    const outcomes = its.buyers.errors().map((line) => (line as { outcome?: string }).outcome);
    expect(outcomes).toEqual(['transactions-not-searchable', 'disputes-not-listed']);
  });

  it('calls a person about a payment that our record does not know', async () => {
    const strange = await its.buyers.shop.visitor(['CARD-A', 1]);
    expect(strange).toHaveLength(1);
    const { id } = await disputes.bought();
    const { capture } = await order(id);
    const odd = { ...its.buyers.ports, paypal: (async (request: { path: string }) => {
      const answer = await its.buyers.ports.paypal(request as never);
      return JSON.parse(JSON.stringify(answer).replaceAll(capture ?? '', '0NOBODYS00CAPTURE').replaceAll(id, 'x'.repeat(22))) as typeof answer;
    }) as never }; // prettier-ignore
    expect(await reconcile(odd)).toMatchObject({ 'transaction-unknown': 1 });
    expect(its.buyers.errors()).toContainEqual({ event: 'payment unknown', outcome: 'transaction-unknown', count: 1 });
  });
});

describe('the statement of a month', () => {
  const month = () => new Date().toISOString().slice(0, 7);
  const intoNextMonth = () => {
    const now = new Date();
    its.buyers.clock.ahead = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1) - now.getTime();
  };

  it('is not there before 24 hours after its end, and then adds up to the cent, ours as PayPal’s', async () => {
    const { id } = await disputes.bought({ shown: true });
    await refundAtPayPal(id, '3.33');
    const dispute = await disputes.open(id, { amount: { value: '2.22', currency_code: 'USD' } });
    await disputes.change(dispute.id, { outcome: 'lost' });
    intoNextMonth();
    its.buyers.clock.ahead += day - 3_600_000;
    await run();
    expect(await statement(month())).toMatchObject({ status: 409, body: { type: '/problems/month-open' } });
    its.buyers.clock.ahead += 3_700_000;
    await run();
    const { status, body } = await statement(month());
    expect(status).toBe(200);
    const { currencies, ours, differences } = body as {
      currencies: Record<string, string>[];
      ours: unknown;
      differences: number;
    };
    expect(differences).toBe(0);
    expect(ours).toEqual(currencies);
    const [usd] = currencies;
    const cents = (name: string) => Math.round(Number(usd?.[name]) * 100);
    expect(cents('net')).toBe(cents('captured') - cents('refunded') - cents('fees') - cents('disputed'));
    expect(usd).toMatchObject({ currency: 'USD', refunded: '7.33', disputed: '2.22' });
    expect(cents('captured') % 1000).toBe(0);
    expect((await statement('2026-13')).status).toBe(422);
  });
});
