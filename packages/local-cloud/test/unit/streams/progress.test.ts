import fc from 'fast-check';
import { Progress } from '../../../src/streams/shard-worker.ts';

describe('the progress in a shard', () => {
  it('is before the oldest record that is not done', () => {
    const progress = new Progress('0');
    for (const number of ['1', '2', '3']) progress.note(number, false);
    progress.note('2', true);
    expect(progress.position).toBe('0');
    progress.note('1', true);
    expect(progress.position).toBe('2');
    expect(progress.pending()).toBe(true);
  });

  it('passes filtered records only when all before them are done', () => {
    const progress = new Progress(undefined);
    progress.note('1', false);
    progress.note('2', true);
    expect(progress.position).toBeUndefined();
    progress.note('1', true);
    expect(progress.position).toBe('2');
  });

  it('ends at the last record in whatever order records are done', () => {
    const shuffled = fc.integer({ min: 1, max: 20 }).chain((count) => {
      const numbers = Array.from({ length: count }, (_, index) => String(index));
      return fc.tuple(fc.constant(numbers), fc.shuffledSubarray(numbers, { minLength: count, maxLength: count }));
    });
    fc.assert(
      fc.property(shuffled, ([numbers, order]) => {
        const progress = new Progress(undefined);
        for (const number of numbers) progress.note(number, false);
        for (const number of order) progress.note(number, true);
        expect(progress.position).toBe(numbers.at(-1));
        expect(progress.pending()).toBe(false);
      }),
    );
  });
});
