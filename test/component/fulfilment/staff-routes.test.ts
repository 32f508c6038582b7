import { randomBytes } from 'node:crypto';
import { accessesOf } from '../../../functions/audit/public.ts';
import { fulfilment } from '../../../functions/fulfilment/contract.ts';
import { routes } from '../../../functions/fulfilment/staff-routes.ts';
import { serve } from '../../../functions/kit/http/serve.ts';
import type { Status } from '../../../functions/orders/domain.ts';
import { orderRow, placeOrderRow } from '../../builders/orders.ts';
import { othersThan, signedIn, staffSessions } from '../../builders/staff.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { faults, injectFaults } from '../../harness/faults.ts';
import { call, httpEvent } from '../../harness/http.ts';
import { rowsIn } from '../../harness/rows.ts';
import { testPorts, type TestPorts } from '../../harness/ports.ts';

const database = contractDatabase();
let ports: TestPorts;
let restore: () => void = () => undefined;
beforeAll(() => {
  ports = testPorts({ dynamo: database.client(), sessions: staffSessions });
});
afterEach(() => restore());

const newId = (): string => randomBytes(16).toString('base64url');
const placed = async (status: Status = 'fulfilled') => {
  const history = [{ status, at: '2026-01-01T00:00:00.000Z' }];
  return placeOrderRow(orderRow(newId(), status, { buyer: newId(), history }), ports);
};
const lookUp = (id: string, as = 'support') =>
  call(
    serve(fulfilment, routes, ports),
    httpEvent('GET /admin/orders/{id}', { path: { id }, ...(as && { headers: signedIn(as) }) }),
  );
const send = (id: string, { as = 'support', key }: { as?: string; key?: string } = {}) =>
  call(
    serve(fulfilment, routes, ports),
    httpEvent('POST /admin/orders/{id}/receipt', {
      path: { id },
      headers: { ...(as && signedIn(as)), ...(key !== undefined && { 'idempotency-key': key }) },
    }),
  );
const letters = async (order: string) =>
  (await rowsIn('mail.outbox', ports)).filter(({ id }) => String(id).startsWith(`receipt:${order}`));

describe('routes for staff of orders', () => {
  it.each(othersThan('support'))('refuse "%s" with %i, and record and send nothing', async (as, status) => {
    const { id, buyer } = await placed();
    expect((await lookUp(id, as)).status).toBe(status);
    expect((await send(id, { as })).status).toBe(status);
    expect(await accessesOf(buyer, ports)).toEqual([]);
    expect(await letters(id)).toEqual([]);
  });

  it('do not know an order that there is not', async () => {
    expect((await lookUp(newId())).status).toBe(404);
    expect((await send(newId())).status).toBe(404);
  });
});

describe('an order that staff look up', () => {
  // promise: P8
  it('is shown with its person by a pseudonym and without its PINs, and the look is recorded', async () => {
    const { id, buyer } = await placed();
    const { status, body } = await lookUp(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, status: 'fulfilled', person: buyer, total: { amount: '10.00', currency: 'USD' } });
    expect(body).not.toHaveProperty('pins');
    expect(await accessesOf(buyer, ports)).toMatchObject([
      { staff: 'staff-of-support', action: 'look-up-order', fields: ['order'], reason: id, explained: true },
    ]);
  });

  it.each([
    ['throttles', { before: faults.throttled() }],
    ['dies', { before: faults.killed() }],
    ['does not answer', { before: faults.timedOut() }],
  ])('is not shown when the store %s before the look is recorded', async (_, fault) => {
    const { id, buyer } = await placed();
    restore = injectFaults(database.client(), (command) => (command === 'PutItemCommand' ? fault : undefined));
    const { status, body } = await lookUp(id);
    expect(status).toBe(503);
    expect(JSON.stringify(body)).not.toContain(buyer);
    restore();
    expect(await accessesOf(buyer, ports)).toEqual([]);
  });

  it('is on record though the process died before it was shown', async () => {
    const { id, buyer } = await placed();
    const killed = { after: faults.killed() };
    restore = injectFaults(database.client(), (command) => (command === 'PutItemCommand' ? killed : undefined));
    expect((await lookUp(id)).status).toBe(503);
    restore();
    expect(await accessesOf(buyer, ports)).toHaveLength(1);
  });
});

describe('a receipt that staff send again', () => {
  it('is a letter of its own each time, and the address that is used is recorded', async () => {
    const { id, buyer } = await placed();
    expect(await send(id)).toMatchObject({ status: 202, body: {} });
    expect(await send(id)).toMatchObject({ status: 202 });
    expect(await letters(id)).toHaveLength(2);
    expect(await letters(id)).toMatchObject([
      { to: buyer, template: 'receipt' },
      { to: buyer, template: 'receipt' },
    ]);
    expect(await accessesOf(buyer, ports)).toMatchObject([
      { action: 'send-receipt', fields: ['email'], reason: id },
      { action: 'send-receipt', fields: ['email'], reason: id },
    ]);
  });

  it('is one letter under one Idempotency-Key', async () => {
    const { id } = await placed();
    await Promise.all([send(id, { key: 'k' }), send(id, { key: 'k' })]);
    expect((await send(id, { key: 'k' })).status).toBe(202);
    expect(await letters(id)).toHaveLength(1);
  });

  it.each<Status>(['created', 'paid', 'voided'])('does not exist of an order that is %s', async (status) => {
    const { id } = await placed(status);
    expect(await send(id)).toMatchObject({ status: 409, body: { type: '/problems/no-receipt' } });
    expect(await letters(id)).toEqual([]);
  });

  it('is not sent when it cannot be recorded', async () => {
    const { id } = await placed();
    restore = injectFaults(database.client(), (command, nth) =>
      command === 'PutItemCommand' && nth < 20 ? { before: faults.throttled() } : undefined,
    );
    expect((await send(id)).status).toBe(503);
    restore();
    expect(await letters(id)).toEqual([]);
  });
});
