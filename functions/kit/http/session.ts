import type { StaffGroup } from '../contract/route.ts';

/** A customer who has signed in. */
export type Customer = {
  /** The account: the subject of the access token. */
  id: string;
  /** The person of the account. */
  person: string;
  /** The persons whose things are the customer's: their own one, and those of earlier orders that joined the account. */
  persons: readonly string[];
  /** When each of the joined ones did; what they bought before may need a sign-in after that. */
  joined: Readonly<Record<string, Date>>;
  state: 'active' | 'deactivated';
  /** When the customer last proved who they are; a refreshed token keeps it. */
  authTime: Date;
};

/** A member of staff who has signed in. A group implies no other. */
export type Staff = { id: string; groups: readonly StaffGroup[] };

/** Who has signed in. */
export type Session = ({ kind: 'customer' } & Customer) | ({ kind: 'staff' } & Staff);

/**
 * Returns whose access token this is; undefined unless it is genuine, good and not revoked. Throws when that cannot be
 * found out now.
 */
export type Sessions = (bearer: string) => Promise<Session | undefined>;
