import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { committed } from '../../functions/audit/domain/access.ts';
import { parseCheckpoint } from '../../functions/audit/domain/checkpoint.ts';
import { openNote } from '../../functions/audit/note.ts';
import type { StoredRow } from '../../functions/audit/row.ts';
import { leafHash, tree } from '../../functions/audit/tree.ts';

const firstLine = 'c2sp.org/tlog-proof@v1';
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/**
 * Returns a proof (C2SP tlog-proof) that a row is in the log of a signed head. What the row says is its extra data, because
 * the leaf is made from it.
 */
export const proofOf = (row: StoredRow & { index: number }, hashes: readonly Uint8Array[], note: string): string => {
  const lines = tree.inclusion(hashes, row.index).map(base64);
  const extra = base64(Buffer.from(committed(row), 'utf8'));
  return [firstLine, `extra ${extra}`, `index ${row.index}`, ...lines, '', note].join('\n');
};

/** What a row commits to, in order; the last but one is when it leaves. */
const Committed = z.array(z.unknown()).check(z.refine((parts) => Number.isSafeInteger(parts.at(-2))));

const leafIn = (extra: string): Uint8Array | undefined => {
  const text = Buffer.from(extra, 'base64').toString('utf8');
  try {
    const until = Number(z.parse(Committed, JSON.parse(text)).at(-2));
    return leafHash({ commitment: createHash('sha256').update(text).digest(), until });
  } catch {
    return undefined;
  }
};

const form = new RegExp(`^${firstLine}\\nextra (\\S+)\\nindex (\\d+)\\n((?:\\S+\\n)*)\\n([^]*)$`);

/** Checks a signed head or a proof by trusted keys alone; returns what it shows, or why it shows nothing. */
export const checked = (text: string, keys: readonly string[]): { good: boolean; says: string } => {
  const [, extra = '', index = '', lines = '', inProof] = form.exec(text) ?? [];
  const checkpoint = parseCheckpoint(openNote(inProof ?? text, keys) ?? '');
  if (!checkpoint) return { good: false, says: 'This is not a head that a trusted key signed.' };
  const { origin, size } = checkpoint;
  if (inProof === undefined) return { good: true, says: `A head of ${origin} with ${size} leaves.` };
  const leaf = leafIn(extra);
  const proof = lines.split('\n').slice(0, -1).map((line) => Buffer.from(line, 'base64')); // prettier-ignore
  const isIn = leaf && tree.includes(leaf, { index: Number(index), ...checkpoint }, proof);
  if (!isIn) return { good: false, says: `The log of this head does not have such a row at ${index}.` };
  return { good: true, says: `Row ${index} of ${origin}: ${Buffer.from(extra, 'base64').toString('utf8')}` };
};
