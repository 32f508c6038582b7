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
  const failures: unknown[] = [];
  const work = async () => {
    for (let next = queue.next(); !next.done && failures.length === 0; next = queue.next())
      await run(next.value).catch((error: unknown) => void failures.push(error));
  };
  await Promise.all(Array.from({ length: width }, work));
  if (failures.length > 0) throw failures[0];
};
