import { payments } from '../../../functions/payments/contract.ts';
import { routes } from '../../../functions/payments/staff-routes.ts';
import { disputePut } from '../../../functions/payments/disputes/store.ts';
import type { DisputeRecord } from '../../../functions/payments/domain/disputes.ts';
import { accessesOf } from '../../../functions/audit/public.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import { apply } from '../../../functions/kit/store/write.ts';
import { money } from '../../builders/cards.ts';
import { orderRow, placeOrderRow } from '../../builders/orders.ts';
import { othersThan, signedIn, staffSessions } from '../../builders/staff.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { call, httpEvent } from '../../harness/http.ts';
import { testPorts, type TestPorts } from '../../harness/ports.ts';

const database = contractDatabase();
let ports: TestPorts;
let made = 0;
beforeAll(() => (ports = testPorts({ dynamo: database.client(), sessions: staffSessions })));

const stored = async (more: Partial<DisputeRecord> = {}): Promise<DisputeRecord> => {
  made += 1;
  const order = `dispute-order-${made}`;
  await placeOrderRow(orderRow(order, 'fulfilled', { buyer: `buyer-${made}` }), ports);
  const record: DisputeRecord = {
    id: `PP-R-${made}`,
    order,
    capture: `C${made}`,
    state: 'open',
    status: 'WAITING_FOR_SELLER_RESPONSE',
    amount: money(1000),
    due: Date.parse('2026-12-10T00:00:00Z'),
    updated: '2026-12-01T00:00:00.000Z',
    opened: '2026-12-01T00:00:00.000Z',
    offers: ['evidence', 'accept'],
    checkAt: made,
    version: 1,
    ...more,
  };
  await apply(disputePut(record, ports), ports);
  return record;
};
const ask = (at: string, path: Record<string, string> = {}, token = 'support', query: Record<string, string> = {}) =>
  call(
    serve(payments, routes, ports),
    httpEvent(at, { path, query, headers: signedIn(token), ...(at.startsWith('POST') && { body: {} }) }),
  );
const evidence = 'POST /admin/disputes/{id}/evidence';
const accept = 'POST /admin/disputes/{id}/accept';
type View = { id: string; due?: string; response?: { action: string; by: string; done: boolean }; type?: string };

describe('disputes for staff', () => {
  it.each(othersThan('support'))('are refused to %p with %p', async (token, status) => {
    const { id } = await stored();
    for (const [at, path] of [
      ['GET /admin/disputes', {}],
      [evidence, { id }],
      [accept, { id }],
    ] as const)
      expect((await ask(at, path, token)).status).toBe(status);
  });

  it('are listed by state, page by page', async () => {
    const won = [await stored({ state: 'won' }), await stored({ state: 'won' })];
    const first = (await ask('GET /admin/disputes', {}, 'support', { state: 'won', limit: '1' })).body as {
      items: View[];
      next: string;
    };
    expect(first.items).toMatchObject([{ id: won[0]?.id, due: '2026-12-10T00:00:00.000Z' }]);
    const query = { state: 'won', limit: '1', cursor: first.next };
    const second = (await ask('GET /admin/disputes', {}, 'support', query)).body as { items: View[] };
    expect(second.items.map(({ id }) => id)).toEqual([won[1]?.id]);
    expect((await ask('GET /admin/disputes', {}, 'support', { limit: '0' })).status).toBe(422);
  });

  it('are responded to by the sweeper, which is woken; deciding the same again changes nothing, each is audited', async () => {
    const { id, order } = await stored();
    const before = ports.woken.length;
    const first = await ask(evidence, { id });
    expect(first.status).toBe(202);
    expect(first.body).toMatchObject({ id, response: { action: 'evidence', by: 'staff-of-support', done: false } });
    expect((await ask(evidence, { id })).body).toEqual(first.body);
    expect(ports.woken.slice(before)).toEqual(['payments.sweep']);
    expect(await accessesOf(`buyer-${made}`, ports)).toMatchObject([
      { action: 'dispute-evidence', reason: order },
      { action: 'dispute-evidence', reason: order },
    ]);
  });

  it('refuse what PayPal does not offer, what is closed, and what is not there', async () => {
    const type = async (at: string, id: string) => {
      const { status, body } = await ask(at, { id });
      return [status, (body as View).type];
    };
    expect(await type(accept, (await stored({ offers: ['evidence'] })).id)).toEqual([409, '/problems/not-offered']);
    const closed = await stored({ state: 'lost', offers: [] });
    expect(await type(accept, closed.id)).toEqual([409, '/problems/dispute-closed']);
    const given = { action: 'evidence', by: 'setting', at: '2026-12-02T00:00:00.000Z', done: true } as const;
    expect(await type(accept, (await stored({ response: given })).id)).toEqual([409, '/problems/dispute-closed']);
    expect((await ask(accept, { id: 'PP-R-NOBODYS' })).status).toBe(404);
    expect((await ask(accept, { id: 'not an id' })).status).toBe(422);
  });
});
