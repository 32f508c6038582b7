import { daysToAnswer } from '../../../functions/policy/public.ts';

describe('an answer to a privacy request', () => {
  // promise: P19
  it.each([
    ['DE', 30],
    ['GB', 30],
    ['US', 45],
    ['BR', 30],
    [undefined, 30],
  ])('of somebody of %p is due within %p days', (country, days) => expect(daysToAnswer(country)).toBe(days));
});
