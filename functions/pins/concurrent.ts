/**
 * Runs something for every item, at most `width` at a time, in the order of the items. After the first failure nothing
 * new is begun; once what was under way has ended, that failure is thrown.
 */
export const forEachConcurrently = async <T>(
  items: Iterable<T>,
  width: number,
  run: (item: T) => Promise<void>,
): Promise<void> => {
  const queue = items[Symbol.iterator]();
  let failed: { error: unknown } | undefined;
  const lane = async () => {
    for (let next = queue.next(); !next.done && !failed; next = queue.next())
      await run(next.value).catch((error: unknown) => void (failed ??= { error }));
  };
  await Promise.all(Array.from({ length: width }, lane));
  if (failed) throw (failed as { error: unknown }).error;
};
