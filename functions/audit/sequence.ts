import { Unavailable } from '../kit/http/problem.ts';
import { KeyRing } from '../kit/crypto/tokens.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Ports } from '../kit/ports.ts';
import type { Item } from '../kit/store/client.ts';
import { apply, transact } from '../kit/store/write.ts';
import type { Counts } from '../kit/work/sweep.ts';
import { checkpointText } from './domain/checkpoint.ts';
import { advanceWrites, isSigned, readHead, readRows, signedPut, waitingKeys, type Head } from './log-store.ts';
import { signNote } from './note.ts';
import type { StoredRow } from './row.ts';
import { leafHash, leafOf, tree } from './tree.ts';

/** What the sequencer needs from outside. */
export type SequencePorts = Ports & { secrets: Secrets };

/** A transaction takes a hundred writes; two are of the log itself. */
const atOnce = 98;
/** Milliseconds after which no further rows are begun with. */
const budget = 60_000;
/** How often rows are tried again when another sequencer was faster. */
const mostTries = 10;

/** Returns the name that a log gets with its first leaf: the shop's host and the path `audit`. */
const originOf = ({ settings }: Pick<Ports, 'settings'>): string => `${new URL(settings.origin).host}/audit`;

const grown = (head: Head, rows: readonly StoredRow[]) => {
  const leaves = rows.map(leafOf);
  return { leaves, to: { ...leaves.map(leafHash).reduce(tree.append, head), origin: head.origin } };
};

/** Gives rows their indexes: the transaction that moves the head decides, so that two sequencers never give the same one. */
const append = async (keys: Item[], ports: SequencePorts): Promise<{ sequenced: number; malformed: number }> => {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const found = await readRows(keys, ports);
    const rows = found.filter((row): row is StoredRow => row !== undefined && row.index === undefined);
    const malformed = found.filter((row) => row === undefined).length;
    if (rows.length === 0) return { sequenced: 0, malformed };
    const from = await readHead(originOf(ports), ports);
    const { to, leaves } = grown(from, rows);
    const { done } = await transact(advanceWrites({ from, to, leaves, rows }, ports), ports);
    if (done) return { sequenced: rows.length, malformed };
  }
  throw new Unavailable('the head of the log does not come to rest');
};

/** Signs the head as it is stored, and never one that might not become it: a log signs no two histories. */
const signHead = async (ports: SequencePorts): Promise<boolean> => {
  const head = await readHead(originOf(ports), ports);
  if (head.size === 0 || (await isSigned(head.size, ports))) return false;
  const { current, keys } = await ports.secrets('audit-log-key', KeyRing);
  const text = checkpointText({ origin: head.origin, size: head.size, root: tree.rootOf(head) });
  const note = signNote(text, head.origin, keys[current] ?? '');
  return (await apply(signedPut(head.size, note, ports), ports)).applied;
};

/**
 * Gives every row that waits its index in the log, and signs the head. May run twice at once and die anywhere: what a run
 * leaves, the next one does. A row of another form than ours is left, and counted as failed.
 */
export const sequence = async (ports: SequencePorts): Promise<Counts> => {
  const ends = ports.now().getTime() + budget;
  const counts = { sequenced: 0, signed: 0, failed: 0 };
  for await (const keys of waitingKeys(atOnce, ports)) {
    if (ports.now().getTime() >= ends) break;
    const { sequenced, malformed } = await append(keys, ports);
    counts.sequenced += sequenced;
    counts.failed += malformed;
  }
  if (await signHead(ports)) counts.signed = 1;
  return counts;
};
