/** One look at a person by a member of the staff, or one change. It has names of fields and no value of any. */
export type Access = {
  id: string;
  /** RFC 3339. */
  at: string;
  /** The member of the staff, by the id of their account. */
  staff: string;
  action: string;
  /** The person, by their id; absent when nobody was found. */
  person?: string | undefined;
  /** Which fields were shown or changed. */
  fields: readonly string[];
  /** The id of the order or privacy request that was named. */
  reason: string;
  /** Whether that reason was open and belonged to the person. */
  explained: boolean;
};

/** A row of the table: an access, the random number that keeps its digest from telling anything, and when it leaves. */
export type AccessRow = Access & { nonce: string; expiresAt: number };

/** Days for which a row is kept. */
export const keptDays = 730;

/** What the log keeps of a row: the digest of all that it says, and when (epoch seconds) the row leaves its table. */
export type Leaf = { commitment: Uint8Array; until: number };

/** Returns the day of a row, its partition, out of its id or of any time. */
export const dayOf = (idOrTime: string): string => idOrTime.slice(0, 10);

/** Returns the text whose digest commits to a row; it ends in the row's random number. */
export const committed = (row: AccessRow): string =>
  JSON.stringify([
    'candor access 1',
    row.id,
    row.at,
    row.staff,
    row.action,
    row.person ?? null,
    row.fields,
    row.reason,
    row.explained,
    row.expiresAt,
    row.nonce,
  ]);

/** Returns the data of a leaf of the log. That a row may be gone is committed to as well. */
export const leafData = ({ commitment, until }: Leaf): string =>
  `${until} ${Buffer.from(commitment).toString('base64')}`;

/** Returns a number of leaves as a sort key, so that keys sort as numbers do. */
export const position = (size: number): string => String(size).padStart(12, '0');
