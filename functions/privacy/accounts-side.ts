import type { Ports } from '../kit/ports.ts';
import type { Export } from './schemas.ts';

/** What an account adds to what is held on a person: the persons whose things are its own, and what it says itself. */
export type AccountSide = { persons: string[]; account: NonNullable<Export['account']> };

/** Returns the side of the account of a person; undefined for a person without one. */
export const accountFor = async (_person: string, _ports: Ports): Promise<AccountSide | undefined> => undefined;

/** Closes the account of a person, if they have one, and returns the persons whose things are the account's. */
export const closeAccountOf = async (_person: string, _ports: Ports): Promise<string[]> => [];
