import { answerChallenge, signIn as atPool, type Challenge, type SignIn, type Tokens } from '../../identity/public.ts';
import { isRefusal } from '../../kit/value/result.ts';
import { tokenCookies } from '../cookies.ts';
import { clear, count } from '../limits.ts';
import { sessionOf } from '../session.ts';
import type { SignInPorts } from './sign-in.ts';

/** Tokens of a member of staff who may come in, or what they have to show yet; undefined for anybody else. */
const admitted = async (found: SignIn, ports: SignInPorts): Promise<Tokens | Challenge | undefined> => {
  if (isRefusal(found)) return undefined;
  if ('challenge' in found) return found;
  const { id, origin, authTime } = found;
  return (await sessionOf({ pool: 'staff', id, origin, authTime, groups: [] }, ports)) ? found : undefined;
};

/** Signs a member of staff in, as far as an address and a password go. */
export const staffSignIn = async (credentials: { email: string; password: string }, ports: SignInPorts) => {
  const isAllowed = await count('staff-sign-in', credentials.email, ports);
  const found = isAllowed ? await admitted(await atPool('staff', credentials, ports), ports) : undefined;
  if (found) await clear('staff-sign-in', credentials.email, ports);
  return found;
};

/** Goes on with a sign-in of staff by what it asked for. */
export const staffResponse = async (shown: Parameters<typeof answerChallenge>[0], ports: SignInPorts) =>
  admitted(await answerChallenge(shown, ports), ports);

/** Returns what a sign-in of staff came to as the route returns it. */
export const answerOf = (found: Tokens | Challenge) => {
  if ('challenge' in found) return { body: found };
  const { accessToken, expiresIn } = found;
  return { body: { accessToken, expiresIn }, cookies: tokenCookies('staff', found) };
};
