import { forgetCart } from '../../../functions/orders/changes.ts';
import type { Order, Status } from '../../../functions/orders/domain.ts';
import {
  chargeBackWrite,
  lateCaptureWrite,
  refundFailureWrite,
  refundRequestWrite,
  refundWrite,
} from '../../../functions/orders/refund-writes.ts';
import type { MoneyChange } from '../../../functions/orders/money-write.ts';
import { revealWrite } from '../../../functions/orders/reveal.ts';
import { getOrder } from '../../../functions/orders/store.ts';
import { apply } from '../../../functions/kit/store/write.ts';
import { contractDatabase } from '../../harness/contract-database.ts';
import { money } from '../../builders/cards.ts';
import { ordersIn } from '../../builders/orders.ts';

const database = contractDatabase();
const { ports, order, row } = ordersIn(database.client);
const at = new Date('2026-01-01T00:00:00Z');

const read = async (id: string) => (await getOrder(id, ports())) as Order;
const applied = async (change: unknown) => (await apply((change as MoneyChange).write, ports())).applied;
const captured = async (status: Status, more: Partial<Order> = {}) =>
  read(await order(status, { capture: 'C1', ...more }));
const request = (of: Order, id: string, more: object = {}) =>
  refundRequestWrite(of, { id, by: 'staff', at, ...more }, ports());
const done = (of: Order, id: string, amount = 1000) =>
  refundWrite(of, { id, paypalRefund: `R-${id}`, amount: money(amount), state: 'done', at }, ports());

describe('a requested refund', () => {
  it('is stored before PayPal is called, and puts the order into the queue of refunds', async () => {
    const paid = await captured('paid');
    expect(await applied(request(paid, 'refund-1', { amount: money(400), reason: 'x' }))).toBe(true);
    expect(await row(paid.id)).toMatchObject({
      status: 'paid',
      open: 'refund',
      checkAt: at.getTime() / 1000 + 60,
      refunds: { 'refund-1': { amount: money(400), by: 'staff', state: 'requested', reason: 'x' } },
      refunded: money(0),
    });
  });

  it('of 25 that are for all of it at once, is one', async () => {
    const paid = await captured('fulfilled');
    const all = await Promise.all(Array.from({ length: 25 }, (_, n) => applied(request(paid, `refund-${n}`))));
    expect(all.filter(Boolean)).toHaveLength(1);
    expect(request(await read(paid.id), 'refund-x')).toEqual({ refused: 'nothing-to-refund' });
  });

  it('is refused once a charge-back came since the order was read', async () => {
    const paid = await captured('fulfilled');
    await applied(chargeBackWrite(paid, { amount: money(600), at }, ports()));
    expect(await applied(request(paid, 'refund-1'))).toBe(false);
    expect(await applied(request(await read(paid.id), 'refund-1'))).toBe(true);
    expect((await read(paid.id)).refunds?.['refund-1']?.amount).toEqual(money(400));
  });

  it('is decided by what the caller sets and asks for in the same write', async () => {
    const set = { withdrawal: { at: at.toISOString(), refund: 'refund-1' } };
    const onlyIf = { condition: 'attribute_not_exists(revealed)' };
    const shown = await captured('fulfilled', { revealed: { at: at.toISOString(), text: 'hash' } });
    expect(await applied(request(shown, 'refund-1', { set, onlyIf }))).toBe(false);
    const hidden = await captured('fulfilled');
    expect(await applied(request(hidden, 'refund-1', { set, onlyIf }))).toBe(true);
    expect(await read(hidden.id)).toMatchObject(set);
  });
});

describe('a refund that is certain', () => {
  it.each(['paid', 'fulfilled', 'quarantined'] as const)('of all of it ends an order that is %s', async (status) => {
    const before = await captured(status);
    await applied(request(before, 'refund-1'));
    const change = done(await read(before.id), 'refund-1');
    expect(await applied(change)).toBe(true);
    const after = await read(before.id);
    expect(after).toMatchObject({ status: 'refunded', refunded: money(1000), cart: { version: 1 } });
    expect(after.cart.id).toBeUndefined();
    expect(after.history.at(-1)).toEqual({ status: 'refunded', at: at.toISOString() });
    expect(change?.order).toMatchObject({ status: 'refunded', history: after.history });
    expect(await row(before.id)).not.toHaveProperty('open');
  });

  it('leaves a voided order voided, with its capture and what was refunded', async () => {
    const voided = await captured('voided');
    await applied(request(voided, 'refund-1', { by: 'late' }));
    await applied(done(await read(voided.id), 'refund-1'));
    expect(await read(voided.id)).toMatchObject({ status: 'voided', capture: 'C1', refunded: money(1000) });
    expect(await row(voided.id)).not.toHaveProperty('open');
  });

  it('of a part gives the order back to the queue that it came from', async () => {
    const paid = await captured('paid');
    await applied(request(paid, 'refund-1', { amount: money(1) }));
    await applied(done(await read(paid.id), 'refund-1', 1));
    expect(await row(paid.id)).toMatchObject({ status: 'paid', open: 'fulfilment', refunded: money(1) });
  });

  it('ends the order together with what was charged back', async () => {
    const before = await captured('fulfilled', { chargedBack: money(400) });
    await applied(request(before, 'refund-1'));
    await applied(done(await read(before.id), 'refund-1', 600));
    expect(await read(before.id)).toMatchObject({ status: 'refunded', refunded: money(600), chargedBack: money(400) });
  });
});

describe('a refund that failed', () => {
  it('parks its order, and the next request takes it out again', async () => {
    const before = await captured('fulfilled');
    await applied(request(before, 'refund-1'));
    const failure = { id: 'refund-1', reason: 'INSUFFICIENT_FUNDS', at };
    expect(await applied(refundFailureWrite(await read(before.id), failure, ports()))).toBe(true);
    expect(await row(before.id)).toMatchObject({ open: 'parked', parked: 'refund-failed' });
    expect(refundFailureWrite(await read(before.id), failure, ports())).toBeUndefined();
    expect(await applied(request(await read(before.id), 'refund-2'))).toBe(true);
    expect(await row(before.id)).toMatchObject({ open: 'refund' });
    expect(await row(before.id)).not.toHaveProperty('parked');
  });
});

describe('a second capture', () => {
  it('is refunded beside the order, whose own sum stays', async () => {
    const before = await captured('fulfilled');
    const late = { id: 'refund-1', amount: money(1000), capture: 'C2', paypalOrder: 'P2', at };
    expect(await applied(lateCaptureWrite(before, late, ports()))).toBe(true);
    expect(lateCaptureWrite(await read(before.id), { ...late, id: 'refund-2' }, ports())).toBeUndefined();
    expect(await read(before.id)).toMatchObject({ capture: 'C1' });
    await applied(done(await read(before.id), 'refund-1'));
    expect(await read(before.id)).toMatchObject({ status: 'fulfilled', refunded: money(0) });
  });
});

it('keeps an order in the queue of refunds while its cart is tidied', async () => {
  const before = await captured('fulfilled', { cart: { id: 'cart', version: 1 } });
  await applied(request(before, 'refund-1', { amount: money(1) }));
  expect(await forgetCart(before.id, ports())).toBe(false);
  await applied(done(await read(before.id), 'refund-1', 1));
  expect(await row(before.id)).toMatchObject({ open: 'fulfilment' });
  expect(await forgetCart(before.id, ports())).toBe(true);
  expect(await row(before.id)).not.toHaveProperty('open');
});

it('keeps PINs unrevealed while a refund is under way, and after one that gave something back', async () => {
  const before = await captured('fulfilled');
  const reveal = async () => (await apply(revealWrite(before.id, 'hash', at, ports()), ports())).applied;
  await applied(request(before, 'refund-1', { amount: money(1) }));
  expect(await reveal()).toBe(false);
  await applied(done(await read(before.id), 'refund-1', 1));
  expect(await reveal()).toBe(false);
});
