import { randomBytes } from 'node:crypto';
import { notAuthorized } from './error.ts';
import type { User } from './users.ts';

export type ChallengeName = 'NEW_PASSWORD_REQUIRED' | 'MFA_SETUP' | 'SOFTWARE_TOKEN_MFA';

/** A sign-in on its way: what is asked for, of whom, and the secret of an authenticator that is being set up. */
export type Open = { name: ChallengeName; user: User['id']; secret?: string; isVerified?: true };

/** The sign-ins on their way, for this run. */
export type Challenges = {
  /** Returns a session for it, good for three minutes. */
  open: (open: Open) => string;
  /** Returns what a session is about. Throws a NotAuthorizedException for one that was used, is old, or never was. */
  get: (session: string) => Open;
  close: (session: string) => void;
};

const lastsMs = 3 * 60_000;

/** Returns sessions by the clock `now`, in epoch milliseconds. */
export const newChallenges = (now: () => number): Challenges => {
  const all = new Map<string, { open: Open; until: number }>();
  return {
    open: (open) => {
      for (const [id, { until }] of all) if (until <= now()) all.delete(id);
      const session = randomBytes(96).toString('base64url');
      all.set(session, { open, until: now() + lastsMs });
      return session;
    },
    get: (session) => {
      const found = all.get(session);
      if (!found || found.until <= now()) throw notAuthorized('Invalid session for the user, session is expired.');
      return found.open;
    },
    close: (session) => void all.delete(session),
  };
};
