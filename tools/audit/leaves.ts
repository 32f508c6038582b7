import type { Leaf } from '../../functions/audit/domain/access.ts';
import type { AuditLog } from './read-log.ts';

/** Leaves in their order, without a gap, and what is wrong with them. */
export type FoundLeaves = { leaves: Leaf[]; bad: string[] };

/** Returns the leaves that a head has, up to the first gap; what was appended after the head was read is left out. */
export const leavesOf = ({ head, batches }: Pick<AuditLog, 'head' | 'batches'>): FoundLeaves => {
  const leaves: Leaf[] = [];
  for (const batch of batches) {
    const from = Number(batch.from);
    if (from > leaves.length && leaves.length < head.size) break;
    if (from < leaves.length) return { leaves, bad: [`leaves ${from}: are there twice`] };
    if (from === leaves.length) leaves.push(...batch.leaves);
  }
  if (leaves.length < head.size)
    return { leaves, bad: [`leaves ${leaves.length}: are missing, and the head has ${head.size}`] };
  return { leaves: leaves.slice(0, head.size), bad: [] };
};
