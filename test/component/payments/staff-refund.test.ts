import { randomBytes } from 'node:crypto';
import { accessesOf } from '../../../functions/audit/public.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import type { Order, Status } from '../../../functions/orders/domain.ts';
import { getOrder } from '../../../functions/orders/public.ts';
import { payments } from '../../../functions/payments/contract.ts';
import { routes } from '../../../functions/payments/staff-routes.ts';
import { orderRow, placeOrderRow } from '../../builders/orders.ts';
import { othersThan, signedIn, staffSessions } from '../../builders/staff.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { call, httpEvent } from '../../harness/http.ts';
import { testPorts, type TestPorts } from '../../harness/ports.ts';

const database = contractDatabase();
let ports: TestPorts;
beforeAll(() => {
  ports = testPorts({ dynamo: database.client(), sessions: staffSessions });
});

const newId = (): string => randomBytes(16).toString('base64url');
const placed = (status: Status = 'fulfilled', more: Partial<Order> = {}) =>
  placeOrderRow(orderRow(newId(), status, { buyer: newId(), capture: 'C1', ...more }), ports);
const refund = (id: string, body: object = {}, { as = 'support', key }: { as?: string; key?: string } = {}) =>
  call(
    serve(payments, routes, ports),
    httpEvent('POST /admin/orders/{id}/refund', {
      path: { id },
      body,
      headers: { ...(as && signedIn(as)), ...(key !== undefined && { 'idempotency-key': key }) },
    }),
  );
const usd = (amount: string) => ({ amount: { amount, currency: 'USD' } });
const refundsOf = async (id: string) => Object.values((await getOrder(id, ports))?.refunds ?? {});

describe('a refund by staff', () => {
  it.each(othersThan('support'))('is not for "%s": %i, and nothing is recorded or requested', async (as, status) => {
    const { id, buyer } = await placed();
    expect((await refund(id, {}, { as })).status).toBe(status);
    expect([await accessesOf(buyer, ports), await refundsOf(id)]).toEqual([[], []]);
  });

  // promise: P8
  it('is requested of all that is left, and recorded', async () => {
    const { id, buyer } = await placed();
    const { status, body } = await refund(id, { reason: 'dead-card' });
    expect(status).toBe(202);
    expect(body).toMatchObject({ state: 'requested', ...usd('10.00'), left: { amount: '0.00', currency: 'USD' } });
    expect(await refundsOf(id)).toMatchObject([{ by: 'staff', state: 'requested', reason: 'dead-card' }]);
    expect(await accessesOf(buyer, ports)).toMatchObject([{ action: 'refund-order', reason: id }]);
  });

  it('under one key is one, whoever repeats it, and another wish under it is refused', async () => {
    const { id } = await placed();
    const all = await Promise.all(Array.from({ length: 25 }, () => refund(id, usd('4.00'), { key: 'k' })));
    expect(new Set(all.map(({ body }) => (body as { id: string }).id)).size).toBe(1);
    expect((await refund(id, usd('5.00'), { key: 'k' })).body).toMatchObject({
      type: '/problems/idempotency-conflict',
    });
    expect(await refundsOf(id)).toHaveLength(1);
  });

  it.each([
    ['more than is left', {}, usd('10.01'), 409, 'refund-exceeds'],
    ['another currency', {}, { amount: { amount: '1.00', currency: 'EUR' } }, 409, 'refund-exceeds'],
    ['no amount', {}, usd('1'), 422, 'invalid-request'],
    ['a text about a person', {}, { reason: 'Ada wants it' }, 422, 'invalid-request'],
    ['a disputed order', { disputed: true }, {}, 409, 'disputed'],
    ['an order without a capture', { capture: undefined }, {}, 409, 'nothing-to-refund'],
  ] as const)('is refused for %s', async (_, more, body, status, slug) => {
    const { id } = await placed('fulfilled', more);
    const answer = await refund(id, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ type: `/problems/${slug}` });
    expect(await refundsOf(id)).toEqual([]);
  });

  it('is refused while the capture is pending, and for an order that there is not', async () => {
    expect((await refund((await placed('pending')).id)).body).toMatchObject({ type: '/problems/nothing-to-refund' });
    expect((await refund(newId())).status).toBe(404);
  });
});
