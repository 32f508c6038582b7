import { sweepAll, type Sweep } from '../../../../functions/kit/work/sweep.ts';
import type { LogFields } from '../../../../functions/kit/log.ts';

async function* listed<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const turn = () => new Promise((done) => setImmediate(done));

/** A sweep over numbers, with a clock that `pass` moves, and a record of what was pushed back and logged. */
const sweepOf = (given: Partial<Sweep<number>> & { each: Sweep<number>['each'] }) => {
  let now = 0;
  const pushed: number[] = [];
  const logged: [string, LogFields | undefined][] = [];
  const note = (event: string, fields?: LogFields) => void logged.push([event, fields]);
  const run = (each = given.each) =>
    sweepAll({
      worker: 'made-up-sweep',
      items: listed(numbers(30)),
      pushBack: async (item) => void pushed.push(item),
      ports: { now: () => new Date(now), log: { info: note, warn: note, error: note } },
      budget: 60_000,
      ...given,
      each,
    });
  return { run, pushed, logged, pass: (milliseconds: number) => void (now += milliseconds) };
};

describe('a sweep', () => {
  it('does every item once and counts by outcome', async () => {
    const done: number[] = [];
    const { run, pushed } = sweepOf({ each: async (n) => (done.push(n), n % 3 === 0 ? 'third' : 'done') });
    expect(await run()).toEqual({ third: 10, done: 20 });
    expect(done.sort((a, b) => a - b)).toEqual(numbers(30));
    expect(pushed).toEqual([]);
  });

  it('works on ten items at a time: never on more, and a slow one holds up no other', async () => {
    let [under, most] = [0, 0];
    let release: () => void = () => undefined;
    const slow = new Promise<void>((done) => (release = done));
    const ended: number[] = [];
    const { run } = sweepOf({
      each: async (n) => {
        most = Math.max(most, (under += 1));
        await (n === 0 ? slow : turn());
        under -= 1;
        if (ended.push(n) === 29) release();
        return 'done';
      },
    });
    expect(await run()).toEqual({ done: 30 });
    expect(most).toBe(10);
    expect(ended.at(-1)).toBe(0);
  });

  it('pushes an item that failed back, logs its error without the message, and goes on', async () => {
    const { run, pushed, logged } = sweepOf({
      each: async (n) => (n === 4 ? Promise.reject(new RangeError('canary')) : 'done'),
    });
    expect(await run()).toEqual({ done: 29, failed: 1 });
    expect(pushed).toEqual([4]);
    expect(logged).toMatchObject([['sweep left one', { worker: 'made-up-sweep', error: 'RangeError' }]]);
    expect(JSON.stringify(logged)).not.toContain('canary');
  });

  it('goes on when an item can neither be done nor be pushed back', async () => {
    const { run } = sweepOf({
      each: async (n) => (n < 2 ? Promise.reject(new Error('no')) : 'done'),
      pushBack: () => Promise.reject(new Error('no')),
    });
    expect(await run()).toEqual({ done: 28, failed: 2 });
  });

  it('takes nothing new when its time is over, and says that something is left', async () => {
    const { run, pass, pushed } = sweepOf({ width: 1, budget: 10_000, each: async () => (pass(3_000), 'done') });
    expect(await run()).toEqual({ done: 4, 'out-of-time': 1 });
    expect(pushed).toEqual([]);
  });

  it('says nothing of the sort when it was just done in time', async () => {
    const { run, pass } = sweepOf({
      width: 1,
      budget: 10_000,
      items: listed([1, 2]),
      each: async () => (pass(5_000), 'done'),
    });
    expect(await run()).toEqual({ done: 2 });
  });

  it('that is told to stop does no further item and pushes that one and all others back', async () => {
    const done: number[] = [];
    const { run, pushed } = sweepOf({ width: 1, each: async (n) => (n === 3 ? 'stop' : (done.push(n), 'done')) });
    expect(await run()).toEqual({ done: 3, 'pushed-back': 27 });
    expect(done).toEqual([0, 1, 2]);
    expect(pushed).toEqual(numbers(30).slice(3));
  });

  it('fails when its items cannot be read, once those under way have ended', async () => {
    let ended = 0;
    async function* breaking(): AsyncGenerator<number> {
      yield* [1, 2];
      throw new Error('no page');
    }
    const { run } = sweepOf({ items: breaking(), each: async () => (await turn(), (ended += 1), 'done') });
    await expect(run()).rejects.toThrow('no page');
    expect(ended).toBe(2);
  });
});
