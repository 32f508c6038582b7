import { revoke, signIn as atPool, type IdentityPorts, type Tokens } from '../../identity/public.ts';
import type { Secrets } from '../../kit/crypto/secrets.ts';
import { Unavailable } from '../../kit/http/problem.ts';
import type { Ports } from '../../kit/ports.ts';
import { isRefusal } from '../../kit/value/result.ts';
import { getAccount } from '../account.ts';
import { goesOn, waitForNextSecond } from '../domain/sign-in.ts';
import { maySignIn } from '../domain/status.ts';
import { clear, count } from '../limits.ts';

/** What signing in takes. */
export type SignInPorts = Ports & IdentityPorts & { secrets: Secrets };

/** How often a sign-in of the very second in which all sessions were ended is made again. */
const tries = 3;

/** Whether a customer's tokens open anything; `again` after so many milliseconds if only the second has to pass. */
const judged = async (tokens: Tokens, ports: SignInPorts): Promise<'good' | 'bad' | { again: number }> => {
  const account = await getAccount(tokens.id, ports);
  if (!account || !maySignIn(account.status)) return 'bad';
  if (goesOn(tokens, account)) return 'good';
  const again = waitForNextSecond(account, ports.now());
  return again === undefined ? 'bad' : { again };
};

const open = async (credentials: { email: string; password: string }, ports: SignInPorts) => {
  for (let tried = 1; tried <= tries; tried += 1) {
    const tokens = await atPool('customers', credentials, ports);
    if (isRefusal(tokens) || 'challenge' in tokens) return undefined;
    const verdict = await judged(tokens, ports);
    if (verdict === 'good') return tokens;
    if (tokens.refreshToken !== undefined) await revoke('customers', tokens.refreshToken, ports);
    if (verdict === 'bad') return undefined;
    await ports.pause(verdict.again);
  }
  throw new Unavailable('sessions are being ended');
};

/**
 * Signs a customer in; undefined whatever is wrong, be it the address, the password, the state of the account or too many
 * tries. A success begins the count of tries anew.
 */
export const signIn = async (
  credentials: { email: string; password: string },
  ports: SignInPorts,
): Promise<Tokens | undefined> => {
  const isAllowed = await count('sign-in', credentials.email, ports);
  const tokens = isAllowed ? await open(credentials, ports) : undefined;
  if (tokens) await clear('sign-in', credentials.email, ports);
  return tokens;
};
