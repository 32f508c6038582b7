import { setTimeout as sleep } from 'node:timers/promises';
import { forEachConcurrently } from '../../../functions/pins/concurrent.ts';

describe('work on many items at once', () => {
  it('does every item once, and never more at a time than its width', async () => {
    const done: number[] = [];
    let running = 0;
    let most = 0;
    await forEachConcurrently([5, 1, 4, 2, 3, 6], 3, async (item) => {
      most = Math.max(most, (running += 1));
      await sleep(item);
      running -= 1;
      done.push(item);
    });
    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(most).toBe(3);
  });

  it('begins nothing new after a failure, and tells it once all is quiet', async () => {
    const begun: number[] = [];
    let quiet = 0;
    const run = forEachConcurrently([1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item);
      if (item === 1) throw new Error('first');
      await sleep(10);
      quiet += 1;
    });
    await expect(run).rejects.toThrow('first');
    expect(begun).toEqual([1, 2]);
    expect(quiet).toBe(1);
  });
});
