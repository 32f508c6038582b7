import { prompt } from '../kit/store/retry.ts';
import { transact, type Write } from '../kit/store/write.ts';
import { refuse, type Refusal } from '../kit/value/result.ts';
import { getAccount, type Account } from './account.ts';
import type { AccountPorts } from './account-ports.ts';
import { alignSoon } from './align.ts';
import { tryCode, giveBack, userOf, useWrite, type CodeRow, type Subject } from './codes.ts';

/** What a code is good for: the writes that go with its use, undefined when they cannot be any more, and what follows them. */
export type Proven = {
  writes: (row: CodeRow, account: Account) => Write[] | undefined | Promise<Write[] | undefined>;
  /** When it fails, the code is given back. */
  then?: (account: Account) => Promise<void>;
};

/** How often a commit looks again when something else of the account changed meanwhile. */
const rounds = 4;

/** Commits in one transaction what a code proves, and returns the request that it served then; undefined if it serves none. */
const commit = async (
  row: CodeRow,
  account: Account,
  { writes }: Proven,
  ports: AccountPorts,
): Promise<string | undefined> => {
  const request = ports.newId();
  for (let round = 0; round < rounds; round += 1) {
    const more = await writes(row, account);
    if (!more) return undefined;
    const { done } = await transact([useWrite(row, request, ports), ...more], ports, prompt);
    const user = done ? request : await userOf(row, ports);
    if (user !== undefined) return user === request ? request : undefined;
  }
  return undefined;
};

/**
 * Does what a code is for, once: one transaction uses the code and makes the change; then the user pool follows. Returns the
 * account as it was before, and whether the code had served already; a code that is wrong or of no account is one refusal.
 */
export const prove = async (
  of: Subject,
  code: string,
  proven: Proven,
  ports: AccountPorts,
): Promise<{ account: Account; again: boolean } | Refusal<'invalid-code'>> => {
  const tried = await tryCode(of, code, ports);
  const account = tried.outcome === 'wrong' ? undefined : await getAccount(tried.row.account, ports);
  if (tried.outcome === 'wrong' || !account) return refuse('invalid-code');
  if (tried.outcome === 'used') return { account, again: true };
  const request = await commit(tried.row, account, proven, ports);
  if (request === undefined) return refuse('invalid-code');
  try {
    await proven.then?.(account);
  } catch (error) {
    await giveBack(tried.row, request, ports);
    throw error;
  }
  await alignSoon(account.id, ports);
  return { account, again: false };
};
