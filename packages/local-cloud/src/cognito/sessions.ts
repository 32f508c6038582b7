import { createHash, randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { Journal } from '../stand-in/journal.ts';
import { notAuthorized } from './error.ts';
import type { PoolClient, UserPool } from './pools.ts';
import { newSigner, type Signer } from './tokens.ts';
import type { User, Users } from './users.ts';

/** A sign-in that can be refreshed; `id` is a digest of its refresh token. */
type SignIn = {
  id: string;
  pool: string;
  client: string;
  sub: string;
  originJti: string;
  authTime: number;
  until: number;
};

/** What a signed-in user gets. */
export type AuthenticationResult = {
  AccessToken: string;
  IdToken: string;
  RefreshToken?: string;
  ExpiresIn: number;
  TokenType: 'Bearer';
};

/** The sign-ins of all pools. They survive a restart; access tokens do not, because every run has keys of its own. */
export type Sessions = {
  begin: (pool: UserPool, client: PoolClient, user: User) => AuthenticationResult;
  /** Returns new tokens. Throws a NotAuthorizedException for a refresh token that has ended or never was. */
  refresh: (pool: UserPool, client: PoolClient, token: string) => AuthenticationResult;
  revoke: (client: PoolClient, token: string) => void;
  /** Ends all of a user. */
  endAll: (user: User) => void;
  jwks: (pool: string) => Signer['jwks'];
  close: () => void;
};

const digest = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Opens the sign-ins that are kept in a folder; `now` is the clock in epoch milliseconds. */
export const openSessions = (dir: string, users: Users, now: () => number): Sessions => {
  const kept = Journal.open<SignIn>(path.join(dir, 'sign-ins.jsonl'));
  const signers = new Map<string, Signer>();
  const signerOf = (pool: string): Signer => {
    const signer = signers.get(pool) ?? newSigner();
    signers.set(pool, signer);
    return signer;
  };
  const resultOf = (pool: UserPool, client: PoolClient, user: User, { originJti, authTime }: SignIn) => {
    const { sub, email, verified, groups } = user;
    const subject = { pool: pool.id, client: client.id, sub, email, verified, groups, originJti, authTime };
    return {
      AccessToken: signerOf(pool.id).access(subject, now(), client.accessSeconds),
      IdToken: signerOf(pool.id).id(subject, now(), client.idSeconds),
      ExpiresIn: client.accessSeconds,
      TokenType: 'Bearer' as const,
    };
  };
  const end = (ended: (each: SignIn) => boolean) =>
    kept
      .all()
      .filter(ended)
      .forEach(({ id }) => kept.delete(id));
  return {
    begin: (pool, client, user) => {
      end(({ until }) => until <= now());
      const token = randomBytes(48).toString('base64url');
      const signIn = {
        id: digest(token),
        pool: pool.id,
        client: client.id,
        sub: user.sub,
        originJti: randomUUID(),
        authTime: Math.floor(now() / 1000),
        until: now() + client.refreshSeconds * 1000,
      };
      kept.put(signIn);
      return { ...resultOf(pool, client, user, signIn), RefreshToken: token };
    },
    refresh: (pool, client, token) => {
      const signIn = kept.get(digest(token));
      if (!signIn || signIn.client !== client.id) throw notAuthorized('Invalid Refresh Token');
      const user = users.find(pool, signIn.sub);
      if (!user || signIn.until <= now()) throw notAuthorized('Refresh Token has expired');
      return resultOf(pool, client, user, signIn);
    },
    revoke: (client, token) => end(({ id, client: own }) => id === digest(token) && own === client.id),
    endAll: (user) => end(({ pool, sub }) => pool === user.pool && sub === user.sub),
    jwks: (pool) => signerOf(pool).jwks,
    close: () => kept.close(),
  };
};
