import { toItem, type Item } from '../kit/store/client.ts';
import type { Ports } from '../kit/ports.ts';
import { mailSwitch, switchMail } from '../mail/public.ts';
import { journalFrom, replayEntry } from '../people/public.ts';
import { replayRefusal } from '../preferences/public.ts';

/** Why marketing is off after a restore: the journal has to be applied first. */
export const afterRestore = 'restore';

/** Milliseconds after which a request begins no further page. */
const budget = 3000;

/** A page of the journal begins after the entry that a cursor names. */
const keyAt = (cursor: string | undefined): Item | undefined =>
  cursor === undefined ? undefined : toItem({ id: Buffer.from(cursor, 'base64url').toString('utf8') });

const cursorAt = (key: Item): string => Buffer.from(key['id']?.S ?? '').toString('base64url');

/** What a part of the replay came to: entries read, those that changed something, and where to go on; null at the end. */
export type Replayed = { entries: number; changed: number; next: string | null };

/**
 * Applies the journal to what is stored, page by page for some seconds: opt-outs and removals, and erasures of persons whom a copy
 * brought back. Safe to repeat, and to lose half-way.
 */
export const replayJournal = async (cursor: string | undefined, ports: Ports): Promise<Replayed> => {
  const ends = ports.now().getTime() + budget;
  let [after, entries, changed] = [keyAt(cursor), 0, 0];
  do {
    const page = await journalFrom(after, ports);
    const done = await Promise.all(
      page.entries.map(async (entry) => (await replayRefusal(entry, ports)) || (await replayEntry(entry, ports))),
    );
    entries += page.entries.length;
    changed += done.filter(Boolean).length;
    after = page.next;
  } while (after && ports.now().getTime() < ends);
  return { entries, changed, next: after ? cursorAt(after) : null };
};

/** Lets marketing and one-time mail go on when they are off because of a restore; what is off for another reason stays off. */
export const goOnAfterRestore = async (ports: Ports): Promise<'on' | 'off'> => {
  const { state, reason } = await mailSwitch('marketing', ports);
  if (state !== 'off') return 'on';
  if (reason !== afterRestore) return 'off';
  await switchMail('marketing', { state: 'on', reason: 'replayed', at: ports.now() }, ports);
  return 'on';
};
