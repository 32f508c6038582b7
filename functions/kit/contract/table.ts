import type { Fields, Kept } from './held.ts';

/**
 * What a table may hold. It decides encryption, backups and the data inventory: `person-keys` are kept out of
 * point-in-time recovery, so that deleting a person's key makes every backup of that person unreadable. `batch-keys` open
 * PINs that were paid for; they are backed up like money.
 */
export type Holds = 'nothing-personal' | 'pseudonyms' | 'personal-data' | 'person-keys' | 'batch-keys';

export type IndexSpec = { key: string; sort?: string; numericSort?: true; project?: readonly string[] };

export type TableSpec = {
  key: string;
  sort?: string;
  /** Attribute with the expiry in epoch seconds. */
  expires?: string;
  stream?: 'new';
  holds: Holds;
  /** What the rows are for, and for how long they are kept: sentences of the data inventory. */
  why?: string;
  kept?: Kept;
  /** How every attribute is kept; a test walks the rows and misses none. */
  fields?: Fields;
  indexes?: Record<string, IndexSpec>;
};
