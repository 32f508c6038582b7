import fc from 'fast-check';
import {
  isGivenBack,
  openRefunds,
  refundable,
  takenBy,
  withChargeBack,
  withFailure,
  withRefund,
  withRequest,
  type Balance,
} from '../../../functions/orders/domain/refunds.ts';
import { withLateCapture } from '../../../functions/orders/domain/late-captures.ts';
import { isRefusal } from '../../../functions/kit/value/result.ts';
import { money } from '../../builders/cards.ts';

const at = '2026-01-01T00:00:00.000Z';
const paid: Balance = { total: money(1000), capture: 'C1', refunded: money(0) };
const asked = (order: Balance, id: string, amount?: number) =>
  withRequest(order, { id, by: 'staff', at, ...(amount !== undefined && { amount: money(amount) }) }) as Balance;
const seen = (paypalRefund: string, amount: number, id?: string) =>
  ({ paypalRefund, amount: money(amount), state: 'done', at, id }) as const;
const booked = (order: Balance, ...args: Parameters<typeof seen>) => withRefund(order, seen(...args))?.order as Balance;

describe('what may be refunded of an order', () => {
  it('is nothing before its capture is known, and all that was captured then', () => {
    expect(refundable({ ...paid, capture: undefined })).toEqual(money(0));
    expect(refundable(paid)).toEqual(money(1000));
    expect(takenBy({ ...paid, captured: money(700) })).toEqual(money(700));
  });

  it('shrinks by every refund that is under way, and grows again by one that failed', () => {
    const order = asked(paid, 'refund-1', 400);
    expect(refundable(order)).toEqual(money(600));
    expect(refundable(withFailure(order, 'refund-1', 'x')?.order as Balance)).toEqual(money(1000));
  });

  it.each([
    ['more than is left', { ...paid, chargedBack: money(500) }, 501, 'refund-exceeds'],
    ['another currency', paid, undefined, 'refund-exceeds'],
    ['nothing', paid, 0, 'refund-exceeds'],
    ['all of nothing', { ...paid, chargedBack: money(1000) }, undefined, 'nothing-to-refund'],
  ] as const)('refuses %s', (name, order, amount, refused) => {
    const wanted = name === 'another currency' ? money(1, 'EUR') : amount === undefined ? undefined : money(amount);
    expect(withRequest(order, { id: 'refund-1', by: 'staff', at, amount: wanted })).toEqual({ refused });
  });

  it('refuses an id that is there', () => {
    const again = withRequest(asked(paid, 'refund-1', 1), { id: 'refund-1', by: 'staff', at });
    expect(again).toEqual({ refused: 'refund-there' });
  });
});

describe('a refund that PayPal tells of', () => {
  it('counts once, however often and by whichever way it is told', () => {
    const order = booked(asked(paid, 'refund-1', 400), 'R1', 400, 'refund-1');
    expect(order.refunded).toEqual(money(400));
    expect([withRefund(order, seen('R1', 400)), withRefund(order, seen('R1', 400, 'refund-1'))]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('gives way to our own, if it was booked before as made at PayPal', () => {
    const order = booked(booked(asked(paid, 'refund-1', 400), 'R1', 400), 'R1', 400, 'refund-1');
    expect(order.refunded).toEqual(money(400));
    expect(Object.keys(order.refunds ?? {})).toEqual(['refund-1']);
  });

  it('never goes back from done, and is believed after it counted as failed', () => {
    const done = booked(asked(paid, 'refund-1'), 'R1', 1000, 'refund-1');
    expect(withRefund(done, { ...seen('R1', 1000, 'refund-1'), state: 'failed' })).toBeUndefined();
    const failed = withFailure(asked(paid, 'refund-1'), 'refund-1', 'x')?.order as Balance;
    expect(booked(failed, 'R1', 1000, 'refund-1').refunded).toEqual(money(1000));
  });

  it('is cut off at what was captured and not charged back, which is an alarm', () => {
    const { order, excess } = withRefund({ ...paid, chargedBack: money(300) }, seen('R1', 1000)) ?? {};
    expect([order?.refunded, excess]).toEqual([money(700), true]);
    expect(isGivenBack(order as Balance)).toBe(true);
  });
});

describe('a charge-back', () => {
  it('is cut off at what was captured and not refunded, and of another currency is not counted', () => {
    const part = booked(paid, 'R1', 400);
    expect(withChargeBack(part, money(600))).toMatchObject({ order: { chargedBack: money(600) }, excess: false });
    expect(withChargeBack(part, money(601))).toMatchObject({ order: { chargedBack: money(600) }, excess: true });
    expect(withChargeBack(part, money(1, 'EUR'))).toMatchObject({ order: { chargedBack: money(0) }, excess: true });
  });
});

describe('a capture beside that of the order', () => {
  it('is refunded once, and is no part of the sum of the order', () => {
    const late = { id: 'refund-1', capture: 'C2', amount: money(1000), at };
    const order = withLateCapture(paid, late) as Balance;
    expect(withLateCapture(order, { ...late, id: 'refund-2' })).toBeUndefined();
    expect([openRefunds(order), refundable(order)]).toEqual([['refund-1'], money(1000)]);
    expect(booked(order, 'R1', 1000, 'refund-1').refunded).toEqual(money(0));
  });
});

describe('the sums of an order', () => {
  const step = fc.oneof(
    fc.record({
      do: fc.constant('ask'),
      id: fc.integer({ min: 1, max: 4 }),
      amount: fc.integer({ min: 0, max: 1200 }),
    }),
    fc.record({
      do: fc.constant('tell'),
      id: fc.integer({ min: 1, max: 6 }),
      amount: fc.integer({ min: 1, max: 1200 }),
    }),
    fc.record({ do: fc.constant('fail'), id: fc.integer({ min: 1, max: 4 }), amount: fc.constant(0) }),
    fc.record({ do: fc.constant('dispute'), id: fc.constant(0), amount: fc.integer({ min: 1, max: 1200 }) }),
  );

  it('stay within what was captured, and what is certain only grows, in any order of events', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let order = paid;
        // A refund of PayPal's has one amount, whatever the order of what is told of it.
        const told = new Map<number, number>();
        for (const { do: what, id, amount } of steps) {
          if (what === 'tell' && !told.has(id)) told.set(id, amount);
          const before = order.refunded.amount;
          const to = {
            ask: () => withRequest(order, { id: `refund-${id}`, by: 'staff', at, amount: money(amount) }),
            tell: () => withRefund(order, seen(`R${id}`, told.get(id) ?? amount, `refund-${id}`))?.order,
            fail: () => withFailure(order, `refund-${id}`, 'x')?.order,
            dispute: () => withChargeBack(order, money(amount)).order,
          }[what as 'ask']();
          if (to && !isRefusal(to)) order = to;
          const back = order.refunded.amount + (order.chargedBack?.amount ?? 0);
          expect(back).toBeLessThanOrEqual(1000);
          expect(order.refunded.amount).toBeGreaterThanOrEqual(before);
        }
      }),
    );
  });
});
