import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { moves, statuses, type Order, type Status } from '../../../functions/orders/domain.ts';
import { failAttempt, skipAttempt, storeAttempt } from '../../../functions/orders/attempts.ts';
import { checkAgain, forgetCart } from '../../../functions/orders/changes.ts';
import { moveWrite } from '../../../functions/orders/move.ts';
import { getOrder, orderWrite } from '../../../functions/orders/store.ts';
import { claimWrite, isSole, joinClaim, claimReturnWrite } from '../../../functions/orders/claim.ts';
import { apply, type Write } from '../../../functions/kit/store/write.ts';
import { refusedByCondition } from '../../../functions/kit/store/client.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import type { TestPorts } from '../../harness/ports.ts';
import { attempt, ordersIn } from '../../builders/orders.ts';
import { money } from '../../builders/cards.ts';

const database = contractDatabase();
const { ports, order, row } = ordersIn(database.client);
const now = new Date('2026-01-01T00:00:00Z');
const read = async (id: string) => (await getOrder(id, ports())) as Order;
const at = (milliseconds: number) => ({ ...ports(), now: () => new Date(now.getTime() + milliseconds) });

const applied = async (write: Write, to: TestPorts) => (await apply(write, to)).applied;

describe('an order row', () => {
  it('is put once', async () => {
    const id = await order('created');
    const again = { ...(await getOrder(id, ports())), total: money(1) } as Order;
    const put = database.client().send(new TransactWriteItemsCommand({ TransactItems: [orderWrite(again, ports())] }));
    expect(await put.catch(refusedByCondition)).toBe(true);
    expect((await getOrder(id, ports()))?.total).toEqual(money(1000));
  });

  it.each(statuses)('moves from %s only where the table of moves allows, and never to where it is', async (from) => {
    const allowed = [];
    for (const to of statuses)
      if (await applied(moveWrite({ id: await order(from), from, to, at: now }, ports()), ports())) allowed.push(to);
    expect(allowed.sort()).toEqual([...moves[from]].sort());
  });

  it('does not move by a status that has passed', async () => {
    const id = await order('approved');
    expect(await applied(moveWrite({ id, from: 'created', to: 'voided', at: now }, ports()), ports())).toBe(false);
    expect(await row(id)).toMatchObject({ status: 'approved', open: 'payment' });
  });

  it('tells in its history every step of a move that passes several', async () => {
    const id = await order('created');
    await applied(moveWrite({ id, from: 'created', to: 'fulfilled', at: now }, ports()), ports());
    expect((await read(id)).history.map(({ status }) => status)).toEqual(['approved', 'paid', 'fulfilled']);
  });

  // promise: P24
  it.each(['voided', 'refunded', 'quarantined'] as const)('forgets the cart when it is %s', async (to) => {
    const id = await order(to === 'refunded' ? 'paid' : 'approved');
    const { status: from } = await read(id);
    expect(await applied(moveWrite({ id, from, to, at: now }, ports()), ports())).toBe(true);
    expect((await row(id))['cart']).toEqual({ version: 1 });
  });
});

describe('the claim of a capture', () => {
  const claim = async (status: Status, more: Partial<Order> = {}, seen: Partial<Order> = {}) => {
    const id = await order(status, more);
    return { id, done: await applied(claimWrite({ ...(await read(id)), ...seen }, 'P1', now, ports()), ports()) };
  };

  it('approves a new order, and names the payment, the end of its lease and when to look again', async () => {
    const { id, done } = await claim('created', { placedAt: '2026-03-01T00:00:00Z' });
    expect(done).toBe(true);
    expect(await row(id)).toMatchObject({
      status: 'approved',
      history: [{ status: 'approved', at: now.toISOString() }],
      capturing: 'P1',
      paypalOrder: 'P1',
      claimUntil: now.getTime() + 10_000,
      checkAt: now.getTime() / 1000 + 60,
      open: 'payment',
    });
  });

  it('leaves the next look where it is when that comes soon, which saves two writes of the index', async () => {
    const { id } = await claim('created');
    expect(await row(id)).toMatchObject({ capturing: 'P1', checkAt: now.getTime() / 1000 + 600 });
  });

  it('is not had while any payment has it, nor for a try that has ended, nor by a status that has passed', async () => {
    for (const capturing of ['P1', 'P2']) expect((await claim('approved', { capturing })).done).toBe(false);
    expect((await claim('approved', { captureTry: 2 }, { captureTry: 1 })).done).toBe(false);
    expect((await claim('voided', {}, { status: 'approved' })).done).toBe(false);
  });

  it('gets a new lease only from whoever saw the old one', async () => {
    const id = await order('approved', { capturing: 'P1', claimUntil: 1 });
    const seen = await read(id);
    expect(await joinClaim(seen, at(5))).toBe(true);
    expect(await row(id)).toMatchObject({ claimUntil: now.getTime() + 10_005 });
    expect(await joinClaim(seen, at(6))).toBe(false);
    expect(await joinClaim({ ...(await read(id)), captureTry: 2 }, at(6))).toBe(false);
    expect(await joinClaim({ ...(await read(id)), capturing: 'P2' }, at(6))).toBe(false);
  });

  it("is marked as shared by a run that joins it within its lease, and is that run's own after it", async () => {
    const id = await order('approved', { capturing: 'P1', claimUntil: now.getTime() + 9_000, claimBy: 'a' });
    expect(await joinClaim(await read(id), { ...at(0), run: 'b' })).toBe(true);
    expect(await row(id)).toMatchObject({ claimUntil: now.getTime() + 9_000, claimBy: 'a', claimShared: true });
    expect([isSole(await read(id), 'a'), isSole(await read(id), 'b')]).toEqual([false, false]);
    expect(await joinClaim(await read(id), { ...at(9_000), run: 'b' })).toBe(true);
    expect(await row(id)).toMatchObject({ claimUntil: now.getTime() + 19_000, claimBy: 'b' });
    expect([isSole(await read(id), 'a'), isSole(await read(id), 'b')]).toEqual([false, true]);
  });

  it('stays the own one of the run that renews it', async () => {
    const id = await order('approved', { capturing: 'P1', claimUntil: now.getTime() + 5_000, claimBy: 'a' });
    expect(await joinClaim(await read(id), { ...at(0), run: 'a' })).toBe(true);
    expect(await row(id)).toMatchObject({ claimUntil: now.getTime() + 10_000 });
    expect(isSole(await read(id), 'a')).toBe(true);
    expect(isSole(await read(id), undefined)).toBe(false);
  });
});

describe('the end of a claim', () => {
  const claimUntil = now.getTime() + 10_000;
  const claimed = (status: Status, more: Partial<Order> = {}) =>
    order(status, { capturing: 'P1', claimUntil, captureTry: 2, ...more });
  const end = async (id: string, seen: Partial<Order> = {}, fails?: number, after = 10_000) =>
    applied(claimReturnWrite({ ...(await read(id)), ...seen }, fails, at(after)), ports());

  it('comes once, for its own payment and try, and the next capture is another try', async () => {
    const id = await claimed('approved');
    const seen = await read(id);
    expect(await end(id, { capturing: 'P2' })).toBe(false);
    expect(await end(id, { captureTry: 1 })).toBe(false);
    expect(await end(id)).toBe(true);
    expect(await end(id, seen)).toBe(false);
    expect(await row(id)).toMatchObject({ status: 'approved', captureTry: 3 });
    for (const gone of ['capturing', 'claimUntil']) expect(await row(id)).not.toHaveProperty(gone);
  });

  it('comes at once for the run that alone has the claim, and for no other', async () => {
    const endBy = async (id: string, run: string) =>
      applied(claimReturnWrite(await read(id), undefined, { ...at(1), run }), ports());
    const own = await claimed('approved', { claimBy: 'a' });
    expect(await endBy(own, 'b')).toBe(false);
    expect(await endBy(own, 'a')).toBe(true);
    for (const gone of ['claimBy', 'claimShared']) expect(await row(own)).not.toHaveProperty(gone);
    expect(await endBy(await claimed('approved', { claimBy: 'a', claimShared: true }), 'a')).toBe(false);
  });

  it('does not come before its lease has ended', async () => {
    expect(await end(await claimed('approved'), {}, undefined, 9_999)).toBe(false);
  });

  it('comes for an approved order alone: one that is pending, paid or more keeps its claim and its PINs', async () => {
    for (const status of statuses)
      expect([status, await end(await claimed(status))]).toEqual([status, status === 'approved']);
  });

  it('ends its attempt with it, if that is the attempt of this payment', async () => {
    const id = await claimed('approved');
    expect(await end(id, {}, 2)).toBe(false);
    expect(await end(id, {}, 1)).toBe(true);
    expect(await row(id)).toMatchObject({ attempt: 2, captureTry: 3, attempts: { '1': { failed: true } } });
    expect(await end(await claimed('approved', { attempts: { '1': attempt('P2') } }), {}, 1)).toBe(false);
  });
});

describe('an attempt', () => {
  it('is stored once, and only while it is the one to be made', async () => {
    const id = await order('created', { attempts: {}, attempt: 2 });
    expect(await storeAttempt(id, 1, attempt('P1'), ports())).toBe(false);
    expect(await storeAttempt(id, 2, attempt('P2'), ports())).toBe(true);
    expect(await storeAttempt(id, 2, attempt('P3'), ports())).toBe(false);
    expect(await row(id)).toMatchObject({ attempts: { '2': attempt('P2') }, paypalOrder: 'P2' });
  });

  it('fails once, and only while nothing is claimed', async () => {
    const id = await order('approved');
    expect(await failAttempt(id, 1, 'P2', ports())).toBe(false);
    expect(await failAttempt(id, 1, 'P1', ports())).toBe(true);
    expect(await row(id)).toMatchObject({ attempt: 2, captureTry: 2, attempts: { '1': { failed: true } } });
    expect(await failAttempt(id, 1, 'P1', ports())).toBe(false);
    for (const capturing of ['P1', 'P2'])
      expect(await failAttempt(await order('approved', { capturing }), 1, 'P1', ports())).toBe(false);
  });

  it('is skipped only while nothing is stored of it', async () => {
    expect(await skipAttempt(await order('created'), 1, ports())).toBe(false);
    const id = await order('created', { attempts: {} });
    expect(await skipAttempt(id, 2, ports())).toBe(false);
    expect(await skipAttempt(id, 1, ports())).toBe(true);
    expect(await skipAttempt(id, 1, ports())).toBe(false);
    expect((await row(id))['attempt']).toBe(2);
  });
});

describe('the queue of open orders', () => {
  it('is put off only for an order that waits for its payment', async () => {
    for (const status of statuses) {
      const id = await order(status);
      const waits = status === 'created' || status === 'approved' || status === 'pending';
      expect([status, await checkAgain(id, new Date('2026-02-01'), ports())]).toEqual([status, waits]);
    }
  });

  // promise: P24
  it('is left by a fulfilled order alone, with the name of its cart', async () => {
    for (const status of statuses) {
      const id = await order(status);
      expect([status, await forgetCart(id, ports())]).toEqual([status, status === 'fulfilled']);
      if (status === 'fulfilled') expect((await row(id))['cart']).toEqual({ version: 1 });
    }
  });
});
