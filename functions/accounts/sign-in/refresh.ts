import { refresh as refreshAtPool, revoke as revokeAtPool, type PoolName, type Tokens } from '../../identity/public.ts';
import { isRefusal, refuse } from '../../kit/value/result.ts';
import { getAccount } from '../account.ts';
import { noRefreshCookie, refreshCookies, tokenCookies } from '../cookies.ts';
import { revoke } from '../revoked.ts';
import { sessionOf } from '../session.ts';
import { revokeMember } from '../staff.ts';
import type { SignInPorts } from './sign-in.ts';

type Cookies = Readonly<Record<string, string | undefined>>;

/** The tokens of a sign-in that goes on, by the refresh token in its cookie; undefined when the pool knows of none. */
const freshTokens = async (pool: PoolName, sent: string | undefined, ports: SignInPorts) => {
  const tokens = sent === undefined ? undefined : await refreshAtPool(pool, sent, ports);
  return tokens && !isRefusal(tokens) ? tokens : undefined;
};

/** A token of a pool as our own rows judge it; groups say nothing of that. */
const asToken = (pool: PoolName, { id, origin, authTime }: Tokens) => ({ pool, id, origin, authTime, groups: [] });

/**
 * Returns another access token for the refresh token in the cookie, unless the sign-in has ended by our own row: then, and when
 * the pool refuses, the cookie goes too.
 */
export const refreshed = async (pool: PoolName, cookies: Cookies, ports: SignInPorts) => {
  const sent = cookies[refreshCookies[pool]];
  const tokens = await freshTokens(pool, sent, ports);
  if (!tokens || !(await sessionOf(asToken(pool, tokens), ports)))
    return { ...refuse('unauthorized'), ...(sent !== undefined && { cookies: [noRefreshCookie(pool)] }) };
  const { accessToken, expiresIn } = tokens;
  return { body: { accessToken, expiresIn }, cookies: tokenCookies(pool, tokens) };
};

const remember = async (pool: PoolName, { id, origin }: Tokens, ports: SignInPorts): Promise<void> => {
  if (pool === 'staff') return revokeMember(id, origin, ports);
  const account = await getAccount(id, ports);
  if (account) await revoke(account, origin, ports);
};

/**
 * Signs out: the row remembers the sign-in until its last access token has expired, then the pool revokes the refresh token, then
 * the browser loses it. What is signed out already is signed out.
 */
export const signedOut = async (pool: PoolName, cookies: Cookies, ports: SignInPorts) => {
  const sent = cookies[refreshCookies[pool]];
  const tokens = await freshTokens(pool, sent, ports);
  if (tokens) await remember(pool, tokens, ports);
  const token = tokens?.refreshToken ?? sent;
  if (token !== undefined) await revokeAtPool(pool, token, ports);
  return { body: {}, cookies: [noRefreshCookie(pool)] };
};
