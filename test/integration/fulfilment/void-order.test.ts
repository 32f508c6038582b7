import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { getOrder } from '../../../functions/orders/public.ts';
import type { Order } from '../../../functions/orders/domain.ts';
import { holdAndClaim, voidOrder } from '../../../functions/fulfilment/public.ts';
import { contractDatabase, requestsOf } from '../../harness/contract-database.ts';
import { faults, injectFaults } from '../../harness/faults.ts';
import { ordersIn } from '../../builders/orders.ts';
import { newSku, pinRows, poolPorts, stock } from '../../builders/pool.ts';
import { line } from '../../builders/cards.ts';

const database = contractDatabase();
const { order, row } = ordersIn(database.client);
const ports = () => poolPorts(database.client());
const read = async (id: string) => (await getOrder(id, ports())) as Order;
const silent = { tell: false };

const letters = async (id: string) => {
  const { Items = [] } = await database.client().send(new ScanCommand({ TableName: ports().table('mail.outbox') }));
  return Items.map((item) => unmarshall(item)).filter((letter) => letter['id'] === `voided:${id}`);
};

/** An order whose PINs are held and whose capture is claimed for the payment `P1`. */
const claimed = async () => {
  const sku = newSku();
  await stock(sku, 2, ports());
  const id = await order('created', { lines: [line(sku, 2)] });
  expect(await holdAndClaim(await read(id), 'P1', ports())).toBe('claimed');
  return { id, sku, free: async () => (await pinRows(sku, ports())).filter((pin) => pin.free).length };
};

describe('an order is voided', () => {
  it('by one write when it holds nothing and tells nobody, and leaves the queue', async () => {
    const id = await order('created');
    const before = await read(id);
    const requests = await requestsOf(database.client(), () => voidOrder(before, 'lapsed', ports(), silent));
    expect(requests).toEqual(['UpdateItemCommand']);
    expect(await row(id)).toMatchObject({ status: 'voided', history: [{ status: 'voided' }] });
    expect(await row(id)).not.toHaveProperty('open');
    expect(await letters(id)).toEqual([]);
  });

  it('together with the letter to its buyer, in one transaction', async () => {
    const id = await order('created');
    const before = await read(id);
    const run = () => voidOrder(before, 'out-of-stock', ports(), { tell: true });
    expect(await requestsOf(database.client(), run)).toEqual(['TransactWriteItemsCommand']);
    expect(await letters(id)).toMatchObject([{ to: 'buyer', data: { order: id, reason: 'out-of-stock' } }]);
  });

  it('together with its PINs and its letter when the payment that was claimed is disproven', async () => {
    const { id, free } = await claimed();
    expect(await voidOrder(await read(id), 'refused', ports(), { tell: true, disproven: 'P1' })).toBe(true);
    expect(await row(id)).toMatchObject({ status: 'voided' });
    for (const gone of ['capturing', 'claimUntil', 'open']) expect(await row(id)).not.toHaveProperty(gone);
    expect(await free()).toBe(2);
    expect(await letters(id)).toHaveLength(1);
  });

  it('never while a capture may be under way, for whatever reason', async () => {
    const { id, free } = await claimed();
    for (const reason of ['lapsed', 'out-of-stock', 'refused'] as const) {
      expect(await voidOrder(await read(id), reason, ports(), silent)).toBe(false);
      expect(await voidOrder(await read(id), reason, ports(), { tell: true, disproven: 'P2' })).toBe(false);
    }
    expect(await row(id)).toMatchObject({ status: 'approved', open: 'payment', capturing: 'P1' });
    expect(await free()).toBe(0);
  });

  it('only after the lease of the claim, so that nobody captures without stock', async () => {
    const { id } = await claimed();
    const before = await read(id);
    const waited: number[] = [];
    const there = ports();
    const pause = (milliseconds: number) => (waited.push(milliseconds), there.pause(milliseconds));
    await voidOrder(before, 'refused', { ...there, pause }, { tell: false, disproven: 'P1' });
    expect(waited).toHaveLength(1);
    expect(waited[0]).toBeGreaterThan(5_000);
    const { id: other, free } = await claimed();
    const impatient = { ...ports(), pause: () => Promise.resolve() };
    expect(await voidOrder(await read(other), 'refused', impatient, { tell: false, disproven: 'P1' })).toBe(false);
    expect(await free()).toBe(0);
  });

  it('never by a claim, a try or a status that came after it was read', async () => {
    const { id } = await claimed();
    const { capturing: _claim, claimUntil: _lease, ...before } = await read(id);
    expect(await voidOrder(before, 'out-of-stock', ports(), { tell: true })).toBe(false);
    const other = await order('approved', { captureTry: 2 });
    const now = await read(other);
    expect(await voidOrder({ ...now, status: 'created' }, 'lapsed', ports(), silent)).toBe(false);
    expect(await voidOrder({ ...now, captureTry: 1 }, 'lapsed', ports(), silent)).toBe(false);
    expect([(await row(id))['status'], (await row(other))['status']]).toEqual(['approved', 'approved']);
    expect(await letters(id)).toEqual([]);
  });

  it('once, with one letter, however many void it at once and though the answer is lost', async () => {
    const { id, free } = await claimed();
    const before = await read(id);
    const stop = injectFaults(database.client(), (command, nth) =>
      command === 'TransactWriteItemsCommand' && nth === 0 ? { after: faults.timedOut() } : undefined,
    );
    const runs = Array.from({ length: 5 }, () =>
      voidOrder(before, 'refused', ports(), { tell: true, disproven: 'P1' }),
    );
    expect(await Promise.all(runs).finally(stop)).toEqual([true, true, true, true, true]);
    expect((await read(id)).history.map(({ status }) => status)).toEqual(['approved', 'voided']);
    expect(await free()).toBe(2);
    expect(await letters(id)).toHaveLength(1);
  });
});
