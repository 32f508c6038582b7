import { parseCheckpoint, type Checkpoint } from '../../functions/audit/domain/checkpoint.ts';
import type { Leaf } from '../../functions/audit/domain/access.ts';
import { emptyRange } from '../../functions/audit/domain/merkle.ts';
import { openNote } from '../../functions/audit/note.ts';
import type { StoredRow } from '../../functions/audit/row.ts';
import { leafHash, leafOf, tree } from '../../functions/audit/tree.ts';
import { minute, seconds } from '../../functions/kit/value/time.ts';
import { leavesOf } from './leaves.ts';
import type { AuditLog } from './read-log.ts';

/** What a log is compared with: the time, verifier keys that are trusted, and heads that were printed earlier. */
export type Known = { now: Date; keys: readonly string[]; earlier: readonly { name: string; note: string }[] };

/** How long a row may be without an index. */
const grace = 5 * minute;

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Rows that should have an index, or have one that the log does not have. */
const aboutRows = ({ rows, headAfter }: AuditLog, { now }: Known): string[] =>
  rows.flatMap(({ id, row }) => {
    if (!row) return [`row ${id}: is not of the form that rows have`];
    if (row.index !== undefined)
      return row.index < headAfter.size ? [] : [`row ${id}: has index ${row.index}, which the log does not have`];
    const age = now.getTime() - Date.parse(row.at);
    if (Math.abs(age) <= grace) return [];
    return [age > 0 ? `row ${id}: has no index after five minutes` : `row ${id}: is of a time that has not come`];
  });

const byIndex = (rows: AuditLog['rows']): Map<number, StoredRow[]> => {
  const found = new Map<number, StoredRow[]>();
  for (const { row } of rows)
    if (row?.index !== undefined) found.set(row.index, [...(found.get(row.index) ?? []), row]);
  return found;
};

/** Leaves whose row is gone before its time, or says something else than it said when it got its index. */
const aboutLeaves = (leaves: readonly Leaf[], { rows }: AuditLog, { now }: Known): string[] => {
  const found = byIndex(rows);
  return leaves.flatMap((leaf, index) => {
    const [row, ...others] = found.get(index) ?? [];
    if (!row) return leaf.until > seconds(now) ? [`leaf ${index}: its row is missing`] : [];
    if (others.length > 0) return [`leaf ${index}: several rows have its index`];
    const is = leafOf(row);
    return is.until === leaf.until && same(is.commitment, leaf.commitment)
      ? []
      : [`leaf ${index}: its row ${row.id} was changed`];
  });
};

type Named = { name: string; note: string };
type Judge = (checkpoint: Checkpoint) => boolean;

/** A head that somebody signed, as against the leaves as they are now. */
const aboutHead = ({ name, note }: Named, size: number, { origin }: AuditLog['head'], { keys }: Known, fits: Judge) => {
  const checkpoint = parseCheckpoint(openNote(note, keys) ?? '');
  if (!checkpoint) return [`${name}: is not a head that a trusted key signed`];
  if (checkpoint.origin !== origin && size > 0) return [`${name}: is of another log, ${checkpoint.origin}`];
  if (checkpoint.size > size) return [`${name}: has ${checkpoint.size} leaves, and the log only ${size}`];
  if (fits(checkpoint)) return [];
  return [`${name}: the log has forked, its first ${checkpoint.size} leaves are not those of this head`];
};

/** Returns whether a head is that of the first leaves, for the many heads that a log stores itself: one walk for all of them. */
const byRoots = (hashes: readonly Uint8Array[], sizes: ReadonlySet<number>): Judge => {
  const roots = new Map<number, Uint8Array>();
  let range = emptyRange;
  for (const hash of hashes) {
    range = tree.append(range, hash);
    if (sizes.has(range.size)) roots.set(range.size, tree.rootOf(range));
  }
  return ({ size, root }) => same(root, roots.get(size) ?? tree.rootOf(emptyRange));
};

/** Returns whether there is a proof that a head is the beginning of the log, for heads that come from outside. */
const byProof = (hashes: readonly Uint8Array[]): Judge => {
  const now = { size: hashes.length, root: tree.root(hashes) };
  return (checkpoint) => tree.isConsistent(checkpoint, now, tree.consistency(hashes, checkpoint.size));
};

/** Returns everything that is wrong with a log, a line each; nothing when rows, leaves and heads agree. */
export const findings = (log: AuditLog, known: Known): string[] => {
  const { head, signed } = log;
  const { leaves, bad } = leavesOf(log);
  const hashes = leaves.map(leafHash);
  const isRoot = bad.length > 0 || same(tree.rootOf(head), tree.root(hashes));
  const stored = signed.flatMap(({ position, note }) => {
    const size = Number(position);
    return size <= head.size ? [{ name: `signed head ${size}`, note, size }] : [];
  });
  const misplaced = stored.flatMap(({ name, note, size }) => {
    const says = parseCheckpoint(note)?.size ?? size;
    return says === size ? [] : [`${name}: is of size ${says}`];
  });
  const fits = byRoots(hashes, new Set(stored.map(({ size }) => size)));
  return [
    ...bad,
    ...(isRoot ? [] : ['head: its root is not that of the leaves']),
    ...aboutLeaves(leaves, log, known),
    ...aboutRows(log, known),
    ...misplaced,
    ...stored.flatMap((each) => aboutHead(each, hashes.length, head, known, fits)),
    ...known.earlier.flatMap((each) => aboutHead(each, hashes.length, head, known, byProof(hashes))),
  ];
};
