import fc from 'fast-check';
import { schedule } from '../../harness/money/arbitrary.ts';
import { violationsIn } from '../../harness/money/schedules.ts';

/** Some by default; `npm run soak` runs ten thousand. */
const runs = 60;

describe('money', () => {
  it('is right after any order of events, refunds, reveals, withdrawals and killed processes', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async (each) => {
        expect(await violationsIn(each)).toEqual([]);
      }),
      { numRuns: runs },
    );
  }, 120_000);
});
