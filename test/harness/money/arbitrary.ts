import fc from 'fast-check';
import { acts, type Schedule } from './schedules.ts';

const fates = ['conflict', 'lost', 'killed-before', 'killed-after'] as const;

const act = fc.record({
  do: fc.constantFrom(...acts),
  order: fc.integer({ min: 0, max: 2 }),
  n: fc.nat({ max: 900 }),
  fate: fc.option(fc.constantFrom(...fates), { nil: undefined, freq: 2 }),
  atCall: fc.nat({ max: 14 }),
});

/** Any schedule: up to twelve rounds of up to three things at the same time. */
export const schedule: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.integer(),
  rounds: fc.array(fc.array(act, { minLength: 1, maxLength: 3 }), { maxLength: 12 }),
});
