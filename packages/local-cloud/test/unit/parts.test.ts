import { Parts, together } from '../../src/parts.ts';

describe('what was started', () => {
  it('is ended in the opposite order, once, whatever fails or hangs on the way', async () => {
    const ended: string[] = [];
    const parts = new Parts();
    parts.add({ name: 'first', close: () => void ended.push('first') });
    parts.add({ name: 'hanging', close: () => new Promise<void>(() => ended.push('hanging')), graceMs: 10 });
    const failing = () => {
      ended.push('failing');
      throw new Error('no');
    };
    parts.add({ name: 'failing', close: failing });
    parts.add({ name: 'last', close: async () => void ended.push('last') });
    await parts.close();
    await parts.close();
    expect(ended).toEqual(['last', 'failing', 'hanging', 'first']);
  });

  it('is ended at once when it comes after the end has begun', async () => {
    const ended: string[] = [];
    const parts = new Parts();
    await parts.close();
    parts.add({ name: 'late', close: () => void ended.push('late') });
    expect(ended).toEqual(['late']);
  });

  it('is pending while one part is', () => {
    const parts = new Parts();
    let waits = true;
    parts.add({ name: 'plain', close: () => undefined });
    parts.add({ name: 'waiting', close: () => undefined, pending: () => waits });
    expect(parts.pending()).toBe(true);
    waits = false;
    expect(parts.pending()).toBe(false);
  });
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
