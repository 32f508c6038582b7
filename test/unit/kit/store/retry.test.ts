import * as fc from 'fast-check';
import { brief, retry, waitAfter } from '../../../../functions/kit/store/retry.ts';
import { Unavailable } from '../../../../functions/kit/http/problem.ts';

const random = (bytes: number) => new Uint8Array(bytes).fill(255);

describe('retry', () => {
  it('waits longer from try to try and returns what the last one does', async () => {
    const waits: number[] = [];
    let tries = 0;
    const run = async () => {
      if ((tries += 1) < 4) throw new Unavailable('busy');
      return 'done';
    };
    expect(await retry(run, { random, pause: async (milliseconds) => waits.push(milliseconds) })).toBe('done');
    expect(waits).toEqual([25, 50, 100]);
  });

  it('throws what is no matter of waiting at once', async () => {
    let tries = 0;
    const run = () => Promise.reject(new Error(`broken ${(tries += 1)}`));
    await expect(retry(run, { random, pause: async () => undefined })).rejects.toThrow('broken 1');
  });

  it('waits at most as long as it says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (failed, chance) => {
        const wait = waitAfter(failed, chance, brief);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(brief.longestWait);
      }),
    );
  });
});
