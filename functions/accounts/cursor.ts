import * as z from 'zod/mini';

/** Where a page of orders ends. */
const Position = z.object({ placedAt: z.iso.datetime(), id: z.string().check(z.regex(/^[\w-]{1,64}$/)) });
type Position = z.infer<typeof Position>;

/** Returns a cursor of a customer's orders: opaque to the caller, it says after which order the next page begins. */
export const cursorAfter = ({ placedAt, id }: Position): string =>
  Buffer.from(`${placedAt} ${id}`, 'utf8').toString('base64url');

/** Returns the order in a cursor; undefined for a text that no page gave out. */
export const parseCursor = (cursor: string): Position | undefined => {
  const [placedAt, id] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  const { data } = z.safeParse(Position, { placedAt, id });
  return data && cursorAfter(data) === cursor ? data : undefined;
};
