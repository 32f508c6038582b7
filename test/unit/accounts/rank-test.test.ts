import { rankTest, seeded } from '../../builders/rank-test.ts';

const sample = (seed: number, size: number, shift = 0) => {
  const chance = seeded(seed);
  return Array.from({ length: size }, () => chance() + shift);
};

describe('the rank test of these tests', () => {
  it('agrees with published values', () => {
    // Two samples without ties, U = 3 of 5 and 5: z = -1.98, p = 0.0472 by the normal approximation.
    expect(rankTest([1, 2, 3, 4, 8], [5, 6, 7, 9, 10])).toBeCloseTo(0.0472, 3);
    expect(rankTest([1, 1, 1], [1, 1, 1])).toBe(1);
  });

  it('finds a small shift in two thousand, and none where there is none', () => {
    expect(rankTest(sample(1, 2000), sample(2, 2000, 0.05))).toBeLessThan(0.001);
    expect(rankTest(sample(1, 2000), sample(2, 2000))).toBeGreaterThan(0.001);
  });
});
