import fc from 'fast-check';
import { lowestFailed, planAfter, type Batch } from '../../../src/streams/delivery.ts';

const records = ['a', 'b', 'c', 'd'];
const fresh = { records, failures: 0 };

describe('what becomes of a batch', () => {
  it('is done as a whole after a success', () => {
    const plan = planAfter(fresh, undefined, { bisect: true, retries: 2 });
    expect(plan).toEqual({ done: records, next: [], givenUp: [] });
  });

  it('is delivered whole again after a failure, counting it', () => {
    const plan = planAfter(fresh, 0, { bisect: false, retries: 2 });
    expect(plan).toEqual({ done: [], next: [{ records, failures: 1 }], givenUp: [] });
  });

  it('is halved where that is allowed, which is no retry', () => {
    const plan = planAfter({ records, failures: 1 }, 0, { bisect: true, retries: 2 });
    expect(plan.next).toEqual([
      { records: ['a', 'b'], failures: 1 },
      { records: ['c', 'd'], failures: 1 },
    ]);
  });

  it('goes on from the lowest failed record', () => {
    const plan = planAfter(fresh, 2, { bisect: false, retries: 2 });
    expect(plan).toEqual({ done: ['a', 'b'], next: [{ records: ['c', 'd'], failures: 1 }], givenUp: [] });
  });

  it('is given up once the retries are used up', () => {
    const plan = planAfter({ records, failures: 2 }, 0, { bisect: false, retries: 2 });
    expect(plan).toEqual({ done: [], next: [], givenUp: records });
  });

  it('is never given up with -1 retries', () => {
    const plan = planAfter({ records: ['a'], failures: 999 }, 0, { bisect: true, retries: -1 });
    expect(plan.givenUp).toEqual([]);
  });
});

describe('a batch with poisoned records', () => {
  const scenario = fc.record({
    poisoned: fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
    retries: fc.integer({ min: 0, max: 3 }),
    partial: fc.boolean(),
  });

  it('loses only the poisoned ones when it may be split, and finishes all others in order', () => {
    fc.assert(
      fc.property(scenario, ({ poisoned, retries, partial }) => {
        const { done, givenUp } = deliverAll(poisoned, { bisect: true, retries }, partial);
        expect(givenUp).toEqual(indexes(poisoned, true));
        expect(done).toEqual(indexes(poisoned, false));
      }),
    );
  });

  it('loses and repeats no record without splitting either', () => {
    fc.assert(
      fc.property(scenario, ({ poisoned, retries, partial }) => {
        const { done, givenUp } = deliverAll(poisoned, { bisect: false, retries }, partial);
        expect([...done, ...givenUp].sort((a, b) => a - b)).toEqual(poisoned.map((_, index) => index));
      }),
    );
  });
});

/** Plays a function that fails on poisoned records, by throwing or by naming the first of them. */
const deliverAll = (poisoned: boolean[], rules: { bisect: boolean; retries: number }, partial: boolean) => {
  let waiting: Batch<number>[] = [{ records: poisoned.map((_, index) => index), failures: 0 }];
  const done: number[] = [];
  const givenUp: number[] = [];
  for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
    const first = batch.records.findIndex((index) => poisoned[index]);
    const plan = planAfter(batch, first < 0 ? undefined : partial ? first : 0, rules);
    done.push(...plan.done);
    givenUp.push(...plan.givenUp);
    waiting = [...plan.next, ...waiting];
  }
  return { done, givenUp };
};

const indexes = (flags: boolean[], wanted: boolean): number[] => {
  return flags.flatMap((flag, index) => (flag === wanted ? [index] : []));
};

describe("a function's result under partial batch failures", () => {
  const failures = (...ids: unknown[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

  it.each<[string, unknown, number | undefined]>([
    ['no result is a success', undefined, undefined],
    ['null is a success', null, undefined],
    ['an empty object is a success', {}, undefined],
    ['an empty list is a success', failures(), undefined],
    ['a null list is a success', { batchItemFailures: null }, undefined],
    ['one failed record', failures('c'), 2],
    ['the lowest of several', failures('d', 'b'), 1],
    ['an unknown record fails all', failures('c', 'z'), 0],
    ['an empty identifier fails all', failures(''), 0],
    ['a missing identifier fails all', { batchItemFailures: [{}] }, 0],
    ['a list that is none fails all', { batchItemFailures: 'c' }, 0],
    ['text fails all', 'ok', 0],
  ])('%s', (_name, answer, failedFrom) => {
    expect(lowestFailed(answer, records)).toBe(failedFrom);
  });
});
