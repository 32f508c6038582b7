import { isIdle } from '../../src/idle.ts';

const still = { idle: async () => true };
const never = { idle: (signal?: AbortSignal) => new Promise<boolean>((resolve) => signal?.addEventListener('abort', () => resolve(false))) }; // prettier-ignore
const quiet = () => ({ begun: 3, underWay: 0 });

describe('the shop is idle', () => {
  it('when no function runs, no stream has anything left and no webhook waits', async () => {
    expect(await isIdle({ count: quiet }, still, () => false)).toBe(true);
  });

  it.each([
    ['a function runs', { count: () => ({ begun: 4, underWay: 1 }) }, still, () => false],
    ['a stream is not still', { count: quiet }, never, () => false],
    ['a webhook waits', { count: quiet }, still, () => true],
  ])('but not when %s', async (_what, functions, streams, pending) => {
    expect(await isIdle(functions, streams, pending, 20)).toBe(false);
  });

  it('but not when a function began, or a webhook came, while it looked', async () => {
    let begun = 3;
    const waking = { idle: async () => (begun += 1) > 0 };
    expect(await isIdle({ count: () => ({ begun, underWay: 0 }) }, waking, () => false)).toBe(false);
    let pending = false;
    const posting = { idle: async () => (pending = true) };
    expect(await isIdle({ count: quiet }, posting, () => pending)).toBe(false);
  });
});
