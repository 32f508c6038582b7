import { randomBytes, randomUUID, scrypt, timingSafeEqual } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { Journal } from '../stand-in/journal.ts';
import { CognitoError, invalid } from './error.ts';
import { takes, type UserPool } from './pools.ts';

const hashOf = promisify<string, Buffer, number, Buffer>(scrypt);

type Password = { salt: string; hash: string };

/** A user as kept; `id` is pool and subject. A password is kept as its scrypt hash. */
export type User = {
  id: string;
  pool: string;
  sub: string;
  email: string;
  verified: boolean;
  groups: readonly string[];
  password?: Password;
  /** The password is one of an invitation, good until then (epoch ms). */
  temporaryUntil?: number;
  /** The secret of the authenticator, in Base32, and the last step whose code was shown: a code is good once. */
  totp?: string;
  lastStep?: number;
  at: number;
};

/** The users of all pools. */
export type Users = {
  /** Finds a user by address or subject. */
  find: (pool: UserPool, username: string) => User | undefined;
  /** Finds a user. Throws a UserNotFoundException. */
  get: (pool: UserPool, username: string) => User;
  /** Adds a user without a password. Throws a UsernameExistsException. */
  add: (pool: UserPool, email: string, verified: boolean) => User;
  put: (user: User) => void;
  delete: (user: User) => void;
  /** Returns the user with another password. Throws an InvalidPasswordException for one that the policy does not take. */
  withPassword: (pool: UserPool, user: User, password: string, permanent: boolean) => Promise<User>;
  /** Returns whether a password is the user's; it takes as long for nobody. */
  isPassword: (user: User | undefined, password: string) => Promise<boolean>;
  close: () => void;
};

const address = /^[^\s@]+@[^\s@]+$/;
const day = 86_400_000;
const nobody: Password = { salt: randomBytes(16).toString('base64'), hash: randomBytes(32).toString('base64') };

/** Opens the users that are kept in a folder; `now` is the clock in epoch milliseconds. */
export const openUsers = (dir: string, now: () => number): Users => {
  const kept = Journal.open<User>(path.join(dir, 'users.jsonl'));
  const find: Users['find'] = ({ id }, username) => {
    const folded = username.toLowerCase();
    return (
      kept.get(`${id}/${username}`) ??
      kept.all().find((user) => user.pool === id && user.email.toLowerCase() === folded)
    );
  };
  return {
    find,
    get: (pool, username) => {
      const user = find(pool, username);
      if (!user) throw new CognitoError('UserNotFoundException', 'User does not exist.');
      return user;
    },
    add: (pool, email, verified) => {
      if (!address.test(email)) throw invalid('Username should be an email.');
      if (find(pool, email)) throw new CognitoError('UsernameExistsException', 'User account already exists');
      const sub = randomUUID();
      const user = { id: `${pool.id}/${sub}`, pool: pool.id, sub, email, verified, groups: [], at: now() };
      kept.put(user);
      return user;
    },
    put: (user) => kept.put(user),
    delete: ({ id }) => kept.delete(id),
    withPassword: async ({ policy }, { temporaryUntil: _, ...user }, password, permanent) => {
      if (!takes(policy, password))
        throw new CognitoError('InvalidPasswordException', 'Password did not conform with policy');
      const salt = randomBytes(16);
      const hash = await hashOf(password, salt, 32);
      return {
        ...user,
        password: { salt: salt.toString('base64'), hash: hash.toString('base64') },
        ...(!permanent && { temporaryUntil: now() + policy.temporaryDays * day }),
      };
    },
    isPassword: async (user, password) => {
      const { salt, hash } = user?.password ?? nobody;
      const shown = await hashOf(password, Buffer.from(salt, 'base64'), 32);
      return timingSafeEqual(shown, Buffer.from(hash, 'base64')) && user?.password !== undefined;
    },
    close: () => kept.close(),
  };
};
