import { setTimeout as sleep } from 'node:timers/promises';
import type { Functions } from './lambda/functions.ts';
import type { Streams } from './streams/start-streams.ts';

/** A look at every stream takes a moment; what is not still by then is under way. */
const lookMs = 2000;

/**
 * Returns whether nothing is under way: no invocation, no stream record unread or undone, no webhook to be delivered; and
 * whether nothing began while it looked.
 */
export const isIdle = async (
  { count }: Pick<Functions, 'count'>,
  streams: Pick<Streams, 'idle'>,
  webhooksPending: () => boolean,
  patienceMs = lookMs,
): Promise<boolean> => {
  const before = count();
  if (before.underWay > 0 || webhooksPending()) return false;
  const over = new AbortController();
  const late = sleep(patienceMs, false, { signal: over.signal, ref: false }).catch(() => false);
  const still = await Promise.race([streams.idle().then(() => true), late]);
  over.abort();
  return still && count().begun === before.begun && !webhooksPending();
};
