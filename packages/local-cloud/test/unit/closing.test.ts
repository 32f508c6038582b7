import { Closing } from '../../src/closing.ts';
import { together } from '../../src/together.ts';

describe('what was started', () => {
  it('is ended in the opposite order, once, whatever fails or hangs on the way', async () => {
    const ended: string[] = [];
    const closing = new Closing();
    closing.add(() => void ended.push('first'));
    closing.add(() => new Promise(() => ended.push('hanging')), 10);
    closing.add(() => {
      ended.push('failing');
      throw new Error('no');
    });
    closing.add(async () => ended.push('last'));
    await closing.run();
    await closing.run();
    expect(ended).toEqual(['last', 'failing', 'hanging', 'first']);
  });
});

it('what is started after the end has begun is ended at once', async () => {
  const ended: string[] = [];
  const closing = new Closing();
  await closing.run();
  closing.add(() => void ended.push('late'));
  expect(ended).toEqual(['late']);
});

describe('two starts together', () => {
  const never = new AbortController().signal;
  const aborted = (signal: AbortSignal): Promise<never> =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))));

  it('give both results', async () => {
    expect(await together(never, async () => 1, async () => 'a')).toEqual([1, 'a']); // prettier-ignore
  });

  it('fail with the first failure after the other has given up', async () => {
    const failing = async (): Promise<never> => Promise.reject(new Error('no Java'));
    await expect(together(never, aborted, failing)).rejects.toThrow('no Java');
    await expect(together(never, failing, aborted)).rejects.toThrow('no Java');
  });

  it('are given up from outside', async () => {
    const outside = new AbortController();
    const both = together(outside.signal, aborted, aborted);
    outside.abort();
    await expect(both).rejects.toThrow('given up');
  });
});
