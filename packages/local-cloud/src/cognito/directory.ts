import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import path from 'node:path';
import { Journal } from '../stand-in/journal.ts';
import { newChallenges, type Challenges } from './challenges.ts';
import { CognitoError, notAuthorized } from './error.ts';
import { newLockout, type Lockout } from './lockout.ts';
import type { PoolClient, ReadyUser, UserPool } from './pools.ts';
import { openSessions, type Sessions } from './sessions.ts';
import { openUsers, type Users } from './users.ts';

/** All that the service knows: pools of the template, and what is kept of their users. */
export type Directory = {
  users: Users;
  sessions: Sessions;
  challenges: Challenges;
  lockout: Lockout;
  now: () => number;
  /** Throws a ResourceNotFoundException for an unknown pool. */
  pool: (id: string) => UserPool;
  /** Returns a client, with its pool. Throws a ResourceNotFoundException. */
  client: (id: string, pool?: string) => { pool: UserPool; client: PoolClient };
  /** Returns the secret of a client, made the first time and kept. */
  secretOf: (client: PoolClient) => string;
  /** Throws a NotAuthorizedException unless the hash proves the client's secret for a name. */
  checkSecretHash: (client: PoolClient, username: string, hash: string | undefined) => void;
  close: () => void;
};

const missing = (what: string): CognitoError =>
  new CognitoError('ResourceNotFoundException', `${what} does not exist.`);

const same = (first: string, second: string): boolean =>
  first.length === second.length && timingSafeEqual(Buffer.from(first), Buffer.from(second));

/** Opens the directory that is kept in a folder. */
export const openDirectory = (dir: string, pools: readonly UserPool[], now: () => number): Directory => {
  const users = openUsers(dir, now);
  const sessions = openSessions(dir, users, now);
  const secrets = Journal.open<{ id: string; secret: string }>(path.join(dir, 'clients.jsonl'));
  const pool: Directory['pool'] = (id) => {
    const found = pools.find((each) => each.id === id);
    if (!found) throw missing(`User pool ${id}`);
    return found;
  };
  const secretOf: Directory['secretOf'] = ({ id }) => {
    const { secret } = secrets.get(id) ?? { secret: randomBytes(38).toString('base64url') };
    if (!secrets.get(id)) secrets.put({ id, secret });
    return secret;
  };
  return {
    users,
    sessions,
    challenges: newChallenges(now),
    lockout: newLockout(now),
    now,
    pool,
    client: (id, of) => {
      const all = of === undefined ? pools : [pool(of)];
      const found = all.flatMap((each) => each.clients.map((client) => ({ pool: each, client })));
      const holder = found.find(({ client }) => client.id === id);
      if (!holder) throw missing(`User pool client ${id}`);
      return holder;
    },
    secretOf,
    checkSecretHash: (client, username, hash) => {
      if (!client.hasSecret) return;
      const expected = createHmac('sha256', secretOf(client)).update(`${username}${client.id}`).digest('base64');
      if (!same(expected, hash ?? '')) throw notAuthorized(`Unable to verify secret hash for client ${client.id}`);
    },
    close: () => [users, sessions, secrets].forEach((each) => each.close()),
  };
};

/** Puts the users who are to be there from the start, with their passwords and groups of now. */
export const addReady = async ({ users }: Directory, pool: UserPool, ready: readonly ReadyUser[]): Promise<void> => {
  for (const { email, password, groups } of ready) {
    const user = users.find(pool, email) ?? users.add(pool, email, true);
    const known = await users.isPassword(user, password);
    users.put({ ...(known ? user : await users.withPassword(pool, user, password, true)), groups });
  }
};
