import * as z from 'zod/mini';

/** The table of rows, by its qualified name. */
export const accessTable = 'audit.accesses';

/** The sequencer finds rows without an index in this partition of the index `waiting`. */
export const waiting = 'yes';

/** An access as its index shows it. */
export const AccessItem = z.object({
  id: z.string(),
  at: z.string(),
  staff: z.string(),
  action: z.string(),
  person: z.optional(z.string()),
  fields: z.array(z.string()),
  reason: z.string(),
  explained: z.boolean(),
  expiresAt: z.int(),
});

/** A row as it is stored: `index` is its place in the log, once it has one. */
export const StoredRow = z.extend(AccessItem, { nonce: z.string(), index: z.optional(z.int()) });
export type StoredRow = z.infer<typeof StoredRow>;
