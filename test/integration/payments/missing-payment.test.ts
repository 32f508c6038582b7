import { pinsOf } from '../../../functions/pins/public.ts';
import { Unavailable } from '../../../functions/kit/http/problem.ts';
import type { AskPayPal } from '../../../functions/paypal/client.ts';
import { settle } from '../../../functions/payments/settle/settle.ts';
import { hours, minutes, buyersOfFile } from '../../builders/buyer.ts';
import { faults } from '../../harness/shop-in-process.ts';

const its = buyersOfFile();

const hide = { hideOrder: true, hideCaptureCall: true };
const settled = (paypal: string) => settle(paypal, its.buyers.ports);
const statusOf = async (id: string) => (await its.buyers.shop.order(id)).status;

/** A buyer's order whose capture was made, and the answer to it lost. */
const captureLost = async () => {
  const bought = await its.buyers.approved();
  await faults(its.world.paypalUrl, { dropAfterCapture: 1 });
  await expect(settled(bought.paypal)).rejects.toThrow(Unavailable);
  return bought;
};

/** One whose capture is claimed and never reached PayPal. */
const captureNeverMade = async () => {
  const bought = await its.buyers.approved();
  const cut: AskPayPal = (call) =>
    call.path.endsWith('/capture') ? Promise.reject(new Unavailable('cut')) : its.buyers.ports.paypal(call);
  await expect(settle(bought.paypal, { ...its.buyers.ports, paypal: cut })).rejects.toThrow(Unavailable);
  expect((await its.buyers.shop.order(bought.id)).capturing).toBe(bought.paypal);
  return bought;
};

const pending = async () => {
  const bought = await its.buyers.approved();
  await faults(its.world.paypalUrl, { pendingCapture: true });
  expect(await settled(bought.paypal)).toBe('wait');
  return bought;
};

describe('an order whose capture is claimed and whose payment PayPal does not find', () => {
  it('is not voided by one 404 to the repeated capture whose first answer was lost: it is delivered, once', async () => {
    const { id, paypal } = await captureLost();
    await faults(its.world.paypalUrl, hide);
    expect(await settled(paypal)).toBe('gone');
    expect(await its.buyers.row(id)).toMatchObject({ status: 'approved', capturing: paypal, open: 'payment' });
    expect((await its.buyers.row(id))['missing']).toHaveProperty(`${paypal}.since`);
    await faults(its.world.paypalUrl);
    expect(await settled(paypal)).toBe('fulfilled');
    expect(await its.buyers.captures(id)).toHaveLength(1);
    expect((await its.buyers.row(id))['missing'] ?? {}).toEqual({});
  });

  it('is not voided when the capture itself is answered 404 although the order was just read', async () => {
    const { id, paypal } = await its.buyers.approved();
    await faults(its.world.paypalUrl, { hideCaptureCall: true });
    expect(await settled(paypal)).toBe('gone');
    expect(await its.buyers.row(id)).toMatchObject({ status: 'approved', capturing: paypal });
    await faults(its.world.paypalUrl);
    expect(await settled(paypal)).toBe('fulfilled');
  });

  it('is captured again under the same request id while PayPal keeps it, and delivered by that answer', async () => {
    const { id, paypal } = await captureLost();
    await faults(its.world.paypalUrl, { hideOrder: true });
    its.buyers.clock.ahead = 6 * hours - minutes;
    const { calls, ports } = its.buyers.spying();
    expect(await settle(paypal, ports)).toBe('fulfilled');
    const captured = calls.filter(({ path }) => path.endsWith('/capture'));
    expect(captured.map(({ requestId }) => requestId)).toEqual([`cap-${paypal}-1`]);
    expect(await its.buyers.captures(id)).toHaveLength(1);
  });

  it('is voided after two searches in vain, four hours apart, and never captured again after six hours', async () => {
    const { id, paypal } = await captureNeverMade();
    await faults(its.world.paypalUrl, hide);
    const { calls, ports } = its.buyers.spying();
    const searches = () => calls.filter(({ path }) => path.startsWith('/v1/reporting/transactions')).length;
    its.buyers.clock.ahead = 6 * hours + minutes;
    expect(await settle(paypal, ports)).toBe('gone');
    its.buyers.clock.ahead = 10 * hours - minutes;
    expect(await settle(paypal, ports)).toBe('gone');
    expect([searches(), await statusOf(id)]).toEqual([1, 'approved']);
    expect(await pinsOf(id, ports)).toHaveLength(1);
    its.buyers.clock.ahead = 10 * hours + 2 * minutes;
    expect(await settle(paypal, ports)).toBe('gone');
    expect([searches(), await statusOf(id)]).toEqual([2, 'voided']);
    expect(await pinsOf(id, ports)).toEqual([]);
    expect(await its.buyers.letters(id)).toMatchObject([{ id: `voided:${id}`, data: { reason: 'lapsed' } }]);
    expect(calls.filter(({ path }) => path.endsWith('/capture'))).toEqual([]);
  });

  it('is delivered when the search finds the transaction of its capture, though its order is gone for good', async () => {
    const { id, paypal } = await captureLost();
    await faults(its.world.paypalUrl, hide);
    its.buyers.clock.ahead = 7 * hours;
    expect(await settled(paypal)).toBe('fulfilled');
    expect((await its.buyers.shop.order(id)).capture).toBe((await its.buyers.captures(id))[0]?.id);
  });

  it.each([
    ['the transactions may not be searched', { noTransactionSearch: true }, 'transactions-not-searchable'],
    ['the capture of a transaction cannot be read', { hideCapture: true }, 'transaction-without-capture'],
  ])('is parked with one alarm, its PINs held, when %s', async (_what, fault, reason) => {
    const { id, paypal } = await captureLost();
    await faults(its.world.paypalUrl, { ...hide, ...fault });
    its.buyers.clock.ahead = 7 * hours;
    expect(await settled(paypal)).toBe('parked');
    expect(await settled(paypal)).toBe('parked');
    expect(await its.buyers.row(id)).toMatchObject({
      status: 'approved',
      open: 'parked',
      parked: reason,
      capturing: paypal,
    });
    expect(await pinsOf(id, its.buyers.ports)).toHaveLength(1);
    expect(its.buyers.errors()).toEqual([{ event: 'order parked', outcome: reason }]);
  });

  it('waits when the search fails for now: nothing is proven and nothing parked', async () => {
    const { id, paypal } = await captureLost();
    await faults(its.world.paypalUrl, hide);
    its.buyers.clock.ahead = 7 * hours;
    const failing: AskPayPal = (call) =>
      call.path.startsWith('/v1/reporting') ? Promise.reject(new Unavailable('down')) : its.buyers.ports.paypal(call);
    await expect(settle(paypal, { ...its.buyers.ports, paypal: failing })).rejects.toThrow(Unavailable);
    expect(await its.buyers.row(id)).toMatchObject({ status: 'approved', open: 'payment' });
  });
});

describe('an order that nobody claimed and whose payment PayPal does not find', () => {
  it('is voided by the second 404, ten minutes after the first, and nobody is written to', async () => {
    const { id, paypal } = await its.buyers.placed();
    await faults(its.world.paypalUrl, { hideOrder: true });
    expect(await settled(paypal)).toBe('gone');
    its.buyers.clock.ahead = 9 * minutes;
    expect([await settled(paypal), await statusOf(id)]).toEqual(['gone', 'created']);
    its.buyers.clock.ahead = 10 * minutes + 1_000;
    expect([await settled(paypal), await statusOf(id)]).toEqual(['gone', 'voided']);
    expect(await its.buyers.letters(id)).toEqual([]);
  });

  it('begins to count anew once its payment was found again', async () => {
    const { id, paypal } = await its.buyers.placed();
    await faults(its.world.paypalUrl, { hideOrder: 1 });
    expect(await settled(paypal)).toBe('gone');
    expect(await settled(paypal)).toBe('wait');
    its.buyers.clock.ahead = 20 * minutes;
    await faults(its.world.paypalUrl, { hideOrder: true });
    expect([await settled(paypal), await statusOf(id)]).toEqual(['gone', 'created']);
  });

  it('is left to the sweeper without a write once its window has closed', async () => {
    const { id, paypal } = await its.buyers.placed();
    const before = await its.buyers.row(id);
    await faults(its.world.paypalUrl, { hideOrder: true });
    its.buyers.clock.ahead = 4 * hours;
    expect(await settled(paypal)).toBe('gone');
    expect(await its.buyers.row(id)).toEqual(before);
  });
});

describe('an order whose capture is pending and whose PayPal order is gone', () => {
  it.each([
    ['completes', { pendingCapture: null }, 'fulfilled'],
    ['is denied', { pendingCapture: null, denyCapture: true }, 'voided'],
  ])('goes on by its capture, which %s', async (_what, fault, status) => {
    const { id, paypal } = await pending();
    expect(await its.buyers.row(id)).toMatchObject({
      status: 'pending',
      capture: (await its.buyers.captures(id))[0]?.id,
    });
    await faults(its.world.paypalUrl, { ...hide, ...fault });
    expect(await settled(paypal)).toBe(status === 'voided' ? 'gone' : 'fulfilled');
    expect(await statusOf(id)).toBe(status);
  });

  it('waits while its capture is pending, and is parked when that is not found for a day either', async () => {
    const { id, paypal } = await pending();
    await faults(its.world.paypalUrl, hide);
    expect(await settled(paypal)).toBe('wait');
    await faults(its.world.paypalUrl, { hideCapture: true });
    expect(await settled(paypal)).toBe('gone');
    its.buyers.clock.ahead = 23 * hours;
    expect(await settled(paypal)).toBe('gone');
    its.buyers.clock.ahead = 25 * hours;
    expect(await settled(paypal)).toBe('parked');
    expect(await its.buyers.row(id)).toMatchObject({ status: 'pending', open: 'parked', parked: 'capture-gone' });
    expect(await pinsOf(id, its.buyers.ports)).toHaveLength(1);
    expect(its.buyers.errors()).toEqual([{ event: 'order parked', outcome: 'capture-gone' }]);
  });
});
