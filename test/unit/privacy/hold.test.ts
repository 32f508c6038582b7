import { heldUntil, longestHold, mayLast } from '../../../functions/privacy/domain/hold.ts';
import { nextLook, reasonToKeep } from '../../../functions/privacy/domain/request.ts';
import { day, minute } from '../../../functions/kit/value/time.ts';

const hold = { id: 'order', reason: 'case-1', at: '2026-01-01T00:00:00.000Z', until: '2026-02-01T00:00:00.000Z' };

describe('a legal hold', () => {
  it('holds until its time, or until it is lifted', () => {
    expect(heldUntil(hold, '2026-01-31T23:59:59.999Z')).toBe(hold.until);
    expect(heldUntil(hold, hold.until)).toBeUndefined();
    expect(heldUntil({ ...hold, liftedAt: hold.at }, hold.at)).toBeUndefined();
    expect(heldUntil(undefined, hold.at)).toBeUndefined();
  });

  it('lasts three years at most', () => {
    expect(mayLast(longestHold * day, 0)).toBe(true);
    expect(mayLast(longestHold * day + 1, 0)).toBe(false);
    expect([mayLast(0, 0), mayLast(NaN, 0)]).toEqual([false, false]);
  });
});

describe('why the buyer of an order cannot be forgotten', () => {
  it.each([
    ['fulfilled', false, undefined, undefined],
    ['fulfilled', true, undefined, 'dispute-open'],
    ['fulfilled', true, hold.until, 'dispute-open'],
    ['refunded', false, hold.until, 'legal-hold'],
    ['created', false, hold.until, 'order-open'],
    ['paid', true, hold.until, 'order-open'],
    ['quarantined', true, undefined, 'money-open'],
  ])('of an order that is %s (disputed %p, held until %p) is %p', (status, disputed, until, reason) => {
    expect(reasonToKeep({ status, disputed, heldUntil: until })).toBe(reason);
  });
});

describe('the next look at what is kept', () => {
  it('comes after a day, in minutes where PayPal is waited for, and when the first hold ends', () => {
    expect(nextLook(['dispute-open'], [], 0)).toBe(day);
    expect(nextLook(['dispute-open', 'method-open'], [], 0)).toBe(5 * minute);
    expect(nextLook(['legal-hold'], [3000, 9000], 0)).toBe(4000);
    expect(nextLook(['legal-hold'], [-9000], 0)).toBe(0);
  });
});
