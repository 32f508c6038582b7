import { accountOf } from '../accounts/public.ts';
import type { Ports } from '../kit/ports.ts';
import type { Export } from './schemas.ts';

/** What an account adds to what is held on a person: the persons whose things are its own, and what it says itself. */
export type AccountSide = { persons: string[]; account: NonNullable<Export['account']> };

/** Returns the side of the account of a person; undefined for a person without one. */
export const accountFor = async (person: string, ports: Ports): Promise<AccountSide | undefined> => {
  const account = await accountOf(person, ports);
  if (!account) return undefined;
  const { person: own, joined, status, marketing, at } = account;
  return { persons: [own, ...Object.keys(joined)], account: { status, marketing, since: at } };
};
