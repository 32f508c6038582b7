import { createHash } from 'node:crypto';
import { committed, leafData, type AccessRow, type Leaf } from './domain/access.ts';
import { merkle, type Digest } from './domain/merkle.ts';

const sha256: Digest = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The Merkle tree of the log, over SHA-256. */
export const tree = merkle(sha256);

/** Returns the leaf of a row. Without the row's random number nobody can try out what the row says. */
export const leafOf = (row: AccessRow): Leaf => ({
  commitment: sha256(Buffer.from(committed(row), 'utf8')),
  until: row.expiresAt,
});

/** Returns the hash of a leaf, as it enters the tree. */
export const leafHash = (leaf: Leaf): Uint8Array => tree.leafHash(Buffer.from(leafData(leaf), 'utf8'));
