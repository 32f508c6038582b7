import fc from 'fast-check';
import { isWithin, limitRules, windowOf, type Limited } from '../../../../functions/accounts/domain/limits.ts';

const limited = fc.constantFrom(...(Object.keys(limitRules) as Limited[]));

describe('the window of a limit', () => {
  it('holds the instant that it was asked for, and is as long as its rule says', () => {
    fc.assert(
      fc.property(limited, fc.date({ min: new Date(0), max: new Date(2 ** 42), noInvalidDate: true }), (what, now) => {
        const { ends } = windowOf(what, now);
        expect(ends).toBeGreaterThan(now.getTime());
        expect(ends - limitRules[what].window).toBeLessThanOrEqual(now.getTime());
      }),
    );
  });

  it('is another one at its end', () => {
    const now = new Date('2026-11-24T12:34:56Z');
    const { number, ends } = windowOf('sign-in', now);
    expect(windowOf('sign-in', new Date(ends - 1)).number).toBe(number);
    expect(windowOf('sign-in', new Date(ends)).number).toBe(number + 1);
  });

  it('takes as many as the rule says and no more', () => {
    expect(isWithin('sign-in', limitRules['sign-in'].most)).toBe(true);
    expect(isWithin('sign-in', limitRules['sign-in'].most + 1)).toBe(false);
  });
});
