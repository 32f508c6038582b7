import type { Tokens } from './ask.ts';
import { Refused, type Send } from './http.ts';
import type { LocalShop } from './local-shop.ts';
import { Mistake } from './mistake.ts';
import { goodSession, keepSession, keptSession, signIn, type Prompt } from './session.ts';

export type TokensOf = {
  api: string;
  /** Where the session is kept. */
  home: string;
  /** Accounts that are ready at this API. */
  staff: LocalShop['staff'];
  send: Send;
  prompt: Prompt;
  say: (line: string) => void;
  now: () => number;
};

/**
 * Returns what finds an access token: that of the session that is kept, or at the shop on this machine that of a ready account
 * of the group. Throws a Mistake when there is neither.
 */
export const tokensOf = ({ api, home, staff, ...outside }: TokensOf): Tokens => {
  const ready = async (group: string): Promise<string | undefined> => {
    const member = staff.find(({ groups }) => group === 'any' || groups.includes(group));
    return member && (await signIn({ api, ...member }, outside)).accessToken;
  };
  return async (group) => {
    const kept = keptSession(home, api);
    const session = kept && (await goodSession(kept, outside));
    if (session && session !== kept) keepSession(home, session);
    const token = session?.accessToken ?? (await ready(group));
    if (token === undefined) throw new Mistake('You are not signed in: npm run operator -- sign-in.');
    return token;
  };
};

/** Asks for address and password, signs in, and keeps the session. */
export const beginSession = async ({ api, home, ...outside }: TokensOf, email: string | undefined): Promise<string> => {
  const address = email ?? (await outside.prompt('Your e-mail address: '));
  const password = await outside.prompt('Password: ', { hidden: true });
  const session = await signIn({ api, email: address, password }, outside).catch((error: unknown) => {
    throw error instanceof Refused
      ? new Mistake(error.status === 401 ? 'That is not right; try again.' : error.sentence)
      : error;
  });
  keepSession(home, session);
  return address;
};
