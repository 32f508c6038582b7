/**
 * Runs both at once and waits for both, so that nothing is left running unseen; when one fails the other is told by its
 * signal, and the first failure is thrown.
 */
export const together = async <A, B>(
  signal: AbortSignal,
  one: (either: AbortSignal) => Promise<A>,
  other: (either: AbortSignal) => Promise<B>,
): Promise<[A, B]> => {
  const failing = new AbortController();
  const either = AbortSignal.any([signal, failing.signal]);
  let failure: { error: unknown } | undefined;
  const guarded = async <T>(work: (either: AbortSignal) => Promise<T>): Promise<T> => {
    try {
      return await work(either);
    } catch (error) {
      failure ??= { error };
      failing.abort();
      throw error;
    }
  };
  const [first, second] = await Promise.allSettled([guarded(one), guarded(other)]);
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return [first.value, second.value];
  throw failure?.error;
};
