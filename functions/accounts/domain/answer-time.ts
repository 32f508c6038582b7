/** Milliseconds between the instants at which responses about somebody's secret go out. */
export const answerStep = 600;

/**
 * Returns the milliseconds to wait so that an answer goes out at a multiple of the step after the request came, the
 * first that is past the work: how long the work took is then not told.
 */
export const waitForStep = (begun: Date, now: Date, step = answerStep): number => {
  const elapsed = Math.max(0, now.getTime() - begun.getTime());
  return Math.max(1, Math.ceil(elapsed / step)) * step - elapsed;
};
