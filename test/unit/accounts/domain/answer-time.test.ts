import fc from 'fast-check';
import { answerStep, waitForStep } from '../../../../functions/accounts/domain/answer-time.ts';

const begun = new Date('2026-11-24T12:00:00Z');
const after = (elapsed: number) => waitForStep(begun, new Date(begun.getTime() + elapsed));

describe('the wait before an answer', () => {
  it('ends at the first multiple of 600 ms that is past the work', () => {
    expect([0, 1, 599, 600, 601, 1799].map(after)).toEqual([600, 599, 1, 0, 599, 1]);
  });

  it('is shorter than a step, except after no work at all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (elapsed) => {
        expect(after(elapsed)).toBeLessThan(answerStep);
        expect((elapsed + after(elapsed)) % answerStep).toBe(0);
      }),
    );
  });

  it('takes a clock that went back for one that has not moved', () => {
    expect(after(-50)).toBe(answerStep);
  });
});
