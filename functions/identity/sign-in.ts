import * as z from 'zod/mini';
import { isRefusal, refuse, type Refusal } from '../kit/value/result.ts';
import { secretHash, type Json } from './cognito.ts';
import { unpackSession, packSession, type Step } from './challenge.ts';
import type { PoolName } from './pools.ts';
import { tokensOf, type Tokens } from './tokens.ts';
import type { IdentityPorts } from './users.ts';

/** What is asked for before somebody is in: `secret` is what an authenticator has to be set up with. */
export type Challenge = { challenge: Step; session: string; secret?: string };

/** What came of a step of signing in. */
export type SignIn = Tokens | Challenge | Refusal<'refused'>;

const Asked = z.object({
  ChallengeName: z.string(),
  Session: z.string(),
  ChallengeParameters: z.object({ USER_ID_FOR_SRP: z.string() }),
});
const Associated = z.object({ SecretCode: z.string(), Session: z.string() });
const Verified = z.object({ Status: z.string(), Session: z.optional(z.string()) });

/** Cognito's names of the steps; any other one is none that can be taken here. */
const steps: Readonly<Record<string, Step>> = {
  SOFTWARE_TOKEN_MFA: 'totp',
  MFA_SETUP: 'set-up-totp',
  NEW_PASSWORD_REQUIRED: 'new-password',
};

const next = async (answer: Json | Refusal<string>, { identity }: IdentityPorts): Promise<SignIn> => {
  if (isRefusal(answer)) return refuse('refused');
  const tokens = tokensOf(answer);
  if (tokens) return tokens;
  const asked = z.safeParse(Asked, answer);
  const challenge = asked.success ? steps[asked.data.ChallengeName] : undefined;
  if (!asked.success || !challenge) return refuse('refused');
  const { Session, ChallengeParameters } = asked.data;
  const user = ChallengeParameters.USER_ID_FOR_SRP;
  if (challenge !== 'set-up-totp')
    return { challenge, session: packSession({ step: challenge, user, session: Session }) };
  const associated = await identity.call('AssociateSoftwareToken', { Session });
  if (isRefusal(associated)) return refuse('refused');
  const { SecretCode: secret, Session: session } = z.parse(Associated, associated);
  return { challenge, secret, session: packSession({ step: challenge, user, session }) };
};

/**
 * Signs in with address and password. Returns tokens, what is asked for next (staff alone), or one refusal, whatever the reason: an
 * unknown address and a wrong password, a user who is locked out, and one who has no password yet.
 */
export const signIn = async (
  pool: PoolName,
  { email, password }: { email: string; password: string },
  ports: IdentityPorts,
): Promise<SignIn> => {
  const client = await ports.identity.clientOf(pool);
  const { UserPoolId, ClientId } = client;
  const AuthParameters = { USERNAME: email, PASSWORD: password, SECRET_HASH: secretHash(client, email) };
  const input = { UserPoolId, ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters };
  return next(await ports.identity.call('AdminInitiateAuth', input), ports);
};

/** What somebody shows for a challenge. */
export type Shown = { session: string; code?: string | undefined; password?: string | undefined };

/** The responses to a step; undefined when what it needs is not there. */
const responsesTo = (step: Step, { code, password }: Shown): Json | undefined => {
  if (step === 'new-password') return password === undefined ? undefined : { NEW_PASSWORD: password };
  if (code === undefined) return undefined;
  return step === 'totp' ? { SOFTWARE_TOKEN_MFA_CODE: code } : {};
};

const nameOf = (step: Step): string => Object.keys(steps).find((name) => steps[name] === step) ?? '';

/** Sets an authenticator up with the first code of it, and returns the session that goes on from there. */
const setUp = async (session: string, code: string | undefined, { identity }: IdentityPorts) => {
  const answer = await identity.call('VerifySoftwareToken', { Session: session, UserCode: code });
  if (isRefusal(answer)) return undefined;
  const verified = z.parse(Verified, answer);
  return verified.Status === 'SUCCESS' ? verified.Session : undefined;
};

/**
 * Takes the next step of a staff sign-in: a code of the authenticator, the first code of a new one, or a new password. Returns what
 * `signIn` returns. A session that was used, is old or was made up is refused.
 */
export const answerChallenge = async (shown: Shown, ports: IdentityPorts): Promise<SignIn> => {
  const opened = unpackSession(shown.session);
  const responses = opened && responsesTo(opened.step, shown);
  if (!opened || !responses) return refuse('refused');
  const { step, user } = opened;
  const session = step === 'set-up-totp' ? await setUp(opened.session, shown.code, ports) : opened.session;
  if (session === undefined) return refuse('refused');
  const client = await ports.identity.clientOf('staff');
  const { UserPoolId, ClientId } = client;
  const ChallengeResponses = { USERNAME: user, SECRET_HASH: secretHash(client, user), ...responses };
  const input = { UserPoolId, ClientId, ChallengeName: nameOf(step), Session: session, ChallengeResponses };
  return next(await ports.identity.call('AdminRespondToAuthChallenge', input), ports);
};

/** Returns new tokens of a sign-in that goes on; refused when it has ended, was revoked or never was. */
export const refresh = async (
  pool: PoolName,
  refreshToken: string,
  { identity }: IdentityPorts,
): Promise<Tokens | Refusal<'refused'>> => {
  const { ClientId, ClientSecret } = await identity.clientOf(pool);
  const answer = await identity.call('GetTokensFromRefreshToken', {
    ClientId,
    ClientSecret,
    RefreshToken: refreshToken,
  });
  return (isRefusal(answer) ? undefined : tokensOf(answer)) ?? refuse('refused');
};

/** Ends a sign-in: its refresh token is void from then on. One that was void before is no error. */
export const revoke = async (pool: PoolName, refreshToken: string, { identity }: IdentityPorts): Promise<void> => {
  const { ClientId, ClientSecret } = await identity.clientOf(pool);
  await identity.call('RevokeToken', { ClientId, ClientSecret, Token: refreshToken });
};
