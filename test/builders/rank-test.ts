/** Pseudo-random numbers in [0, 1) that follow from a seed (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** The upper tail of the normal distribution (Abramowitz and Stegun 26.2.17), good to seven decimals. */
const upperTail = (z: number): number => {
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
};

/**
 * Returns how likely two samples are to differ in rank as much as they do if nothing tells them apart: the two-sided
 * Mann-Whitney test by its normal approximation, ties taken into account. Samples of one value only are alike.
 */
export const rankTest = (first: readonly number[], second: readonly number[]): number => {
  const all = [
    ...first.map((value) => ({ value, mine: true })),
    ...second.map((value) => ({ value, mine: false })),
  ].sort((a, b) => a.value - b.value);
  let ranks = 0;
  let ties = 0;
  for (let at = 0; at < all.length;) {
    let end = at;
    while (end < all.length && all[end]?.value === all[at]?.value) end += 1;
    const count = end - at;
    ranks += (all.slice(at, end).filter(({ mine }) => mine).length * (at + 1 + end)) / 2;
    ties += count ** 3 - count;
    at = end;
  }
  const [n, m, total] = [first.length, second.length, all.length];
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  if (variance <= 0) return 1;
  const u = ranks - (n * (n + 1)) / 2;
  return 2 * upperTail(Math.abs(u - (n * m) / 2) / Math.sqrt(variance));
};
