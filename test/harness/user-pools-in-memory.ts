import { randomUUID } from 'node:crypto';
import type { Cognito } from '../../functions/identity/public.ts';
import { refuse, type Refusal } from '../../functions/kit/value/result.ts';

type Json = Record<string, unknown>;
type User = { id: string; email: string; verified: boolean; password?: string; code?: string };
type SignIn = { user: string; origin: string; authTime: number };

/** A staff account of a test; `code` is what its authenticator shows. */
export type Member = { email: string; password: string; code?: string };

const attribute = (input: Json, name: string): string | undefined =>
  (input['UserAttributes'] as { Name: string; Value: string }[] | undefined)?.find(({ Name }) => Name === name)?.Value;

const attributesOf = ({ id, email, verified }: User) => [
  { Name: 'sub', Value: id },
  { Name: 'email', Value: email },
  { Name: 'email_verified', Value: String(verified) },
];

const encoded = (claims: Json): string => Buffer.from(JSON.stringify(claims)).toString('base64url');

/**
 * The two user pools in memory, as `port:identity` calls them: for what hangs on the order of calls and on what fails. `fail` decides
 * before a call whether it throws; `calls` has the names of those that were made.
 */
export const userPools = (now: () => Date = () => new Date()) => {
  const users = new Map<string, User>();
  const signIns = new Map<string, SignIn>();
  const calls: string[] = [];
  const hooks: { fail?: ((action: string) => Error | undefined) | undefined } = {};

  const find = (name: unknown): User | undefined =>
    [...users.values()].find(({ id, email }) => id === name || email === name);
  const tokens = (signIn: SignIn, refreshToken?: string) => ({
    AuthenticationResult: {
      AccessToken: `h.${encoded({ iss: 'memory', sub: signIn.user, origin_jti: signIn.origin, auth_time: signIn.authTime })}.s`,
      ExpiresIn: 300,
      ...(refreshToken !== undefined && { RefreshToken: refreshToken }),
    },
  });
  const open = ({ id }: User) => {
    const token = randomUUID();
    const signIn = { user: id, origin: randomUUID(), authTime: Math.floor(now().getTime() / 1000) };
    signIns.set(token, signIn);
    return tokens(signIn, token);
  };
  const change = (user: User | undefined, changed: Partial<User>) => {
    if (!user) return refuse('refused');
    Object.assign(user, changed);
    return {};
  };
  const endAll = (user: User | undefined) => {
    for (const [token, { user: id }] of signIns) if (id === user?.id) signIns.delete(token);
    return {};
  };

  const actions: Record<string, (input: Json) => Json | Refusal<'refused' | 'taken'>> = {
    AdminCreateUser: (input) => {
      const email = String(input['Username']);
      if (find(email)) return refuse('taken');
      const user = { id: randomUUID(), email, verified: false };
      users.set(user.id, user);
      return { User: { Attributes: attributesOf(user) } };
    },
    AdminGetUser: ({ Username }) => {
      const user = find(Username);
      return user ? { UserAttributes: attributesOf(user) } : refuse('refused');
    },
    AdminDeleteUser: ({ Username }) => {
      const user = find(Username);
      endAll(user);
      return user && users.delete(user.id) ? {} : refuse('refused');
    },
    AdminSetUserPassword: ({ Username, Password }) => change(find(Username), { password: String(Password) }),
    AdminUpdateUserAttributes: (input) => {
      const email = attribute(input, 'email');
      const user = find(input['Username']);
      if (email !== undefined && find(email) && find(email) !== user) return refuse('taken');
      return change(user, { verified: true, ...(email !== undefined && { email }) });
    },
    AdminUserGlobalSignOut: ({ Username }) => endAll(find(Username)),
    AdminInitiateAuth: ({ AuthParameters }) => {
      const { USERNAME, PASSWORD } = AuthParameters as Record<string, string>;
      const user = find(USERNAME);
      if (!user || user.password === undefined || user.password !== PASSWORD) return refuse('refused');
      if (user.code === undefined) return open(user);
      return {
        ChallengeName: 'SOFTWARE_TOKEN_MFA',
        Session: user.id,
        ChallengeParameters: { USER_ID_FOR_SRP: user.id },
      };
    },
    AdminRespondToAuthChallenge: ({ Session, ChallengeResponses }) => {
      const user = users.get(String(Session));
      const shown = (ChallengeResponses as Record<string, string>)['SOFTWARE_TOKEN_MFA_CODE'];
      return user && user.code === shown ? open(user) : refuse('refused');
    },
    GetTokensFromRefreshToken: ({ RefreshToken }) => {
      const signIn = signIns.get(String(RefreshToken));
      return signIn ? tokens(signIn) : refuse('refused');
    },
    RevokeToken: ({ Token }) => (signIns.delete(String(Token)) ? {} : refuse('refused')),
  };

  const identity: Cognito = {
    call: async (action, input) => {
      calls.push(action);
      const error = hooks.fail?.(action);
      if (error) throw error;
      const act = actions[action];
      if (!act) throw new Error(`the user pools of tests do not know ${action}`);
      return act(input);
    },
    clientOf: async (pool) => ({ UserPoolId: pool, ClientId: `client-${pool}`, ClientSecret: 'secret' }),
  };

  /** Puts a member of staff into the pool, and returns the subject of their tokens. */
  const member = ({ email, password, code }: Member): string => {
    const id = randomUUID();
    users.set(id, { id, email, verified: true, password, ...(code !== undefined && { code }) });
    return id;
  };

  return { identity, users, calls, hooks, member, find };
};

/** Returns what an access token of these pools says. */
export const claimsOf = (accessToken: string): { sub: string; origin_jti: string; auth_time: number } =>
  JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString('utf8')) as ReturnType<typeof claimsOf>;
