/**
 * The shop's clock: the machine's, moved by an offset. The offset is in memory that every worker shares, so that a move
 * reaches functions that are running. Intervals and time-outs are measured by the monotonic clock and do not move.
 */
export type Clock = {
  /** The shop's time in milliseconds since 1970. */
  now: () => number;
  offsetMs: () => number;
  move: (offsetMs: number) => void;
  /** One float64, the offset in milliseconds: what a worker is given. */
  shared: SharedArrayBuffer;
};

/** The farthest move, a hundred years, either way: beyond some hundred thousand years there are no dates. */
const farthestMs = 100 * 365 * 86_400_000;

/** Starts a clock that is right; `machine` gives the machine's time in milliseconds. */
export const startClock = (machine: () => number = Date.now): Clock => {
  const shared = new SharedArrayBuffer(8);
  const offset = new Float64Array(shared);
  const offsetMs = (): number => offset[0] ?? 0;
  return { now: () => machine() + offsetMs(), offsetMs, move: (to) => void (offset[0] = to), shared };
};

/** Tells whether a clock can be moved by this: a whole number of milliseconds within a hundred years. */
export const isOffset = (value: unknown): value is number =>
  Number.isInteger(value) && Math.abs(Number(value)) <= farthestMs;
