import type { Functions } from './lambda/functions.ts';
import type { Streams } from './streams/start-streams.ts';

/** A look at every stream takes a moment; what is not quiet by then is under way. */
const lookMs = 2000;

/**
 * Returns whether nothing is under way: no invocation, no stream record unread or undone, no work that a part has not begun; and
 * whether nothing began while it looked.
 */
export const isIdle = async (
  { count }: Pick<Functions, 'count'>,
  streams: Pick<Streams, 'idle'>,
  pending: () => boolean,
  withinMs = lookMs,
): Promise<boolean> => {
  const before = count();
  if (before.underWay > 0 || pending()) return false;
  const quiet = await streams.idle(AbortSignal.timeout(withinMs));
  return quiet && count().begun === before.begun && !pending();
};
