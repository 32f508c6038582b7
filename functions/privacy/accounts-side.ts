import { accountOf, endingWrite, methodView, pauseWrites, personsOf } from '../accounts/public.ts';
import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import { transact } from '../kit/store/write.ts';
import type { Ports } from '../kit/ports.ts';
import type { Export } from './schemas.ts';

/** What an account adds to what is held on a person: the persons whose things are its own, and what it says itself. */
export type AccountSide = { persons: string[]; account: NonNullable<Export['account']> };

/** Returns the side of the account of a person; undefined for a person without one. */
export const accountFor = async (
  person: string,
  ports: Ports & { keys: KeyWrapper },
): Promise<AccountSide | undefined> => {
  const account = await accountOf(person, ports);
  if (!account) return undefined;
  const { status, marketing, at } = account;
  const paymentMethod = await methodView(account, ports);
  const side = { status, marketing, since: at, ...(paymentMethod && { paymentMethod }) };
  return { persons: personsOf(account), account: side };
};

/**
 * Closes the account of a person, if they have one: every session ends, no mail comes any more, and the sweeper of accounts deletes the user. Returns the
 * persons whose things are the account's. Safe to repeat.
 */
export const closeAccountOf = async (
  person: string,
  ports: Ports & { keys: KeyWrapper; secrets: Secrets },
): Promise<string[]> => {
  const account = await accountOf(person, ports);
  if (!account) return [];
  if (account.status !== 'closed') {
    const ending = endingWrite({ id: account.id, at: ports.now(), to: 'closed' }, ports);
    await transact([ending, ...(await pauseWrites(account.person, 'closed', ports))], ports);
  }
  return personsOf(account);
};
