import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import type { Send } from './http.ts';
import { Mistake } from './mistake.ts';

/** Who is signed in at which API: the access token, until when it is good (epoch milliseconds), and the refresh cookie. */
const Session = z.object({
  api: z.string(),
  email: z.string(),
  accessToken: z.string(),
  expiresAt: z.number(),
  cookie: z.optional(z.string()),
});
export type Session = z.infer<typeof Session>;

/** Asks the person at the terminal; what is hidden is not shown while it is typed. */
export type Prompt = (question: string, more?: { hidden?: boolean }) => Promise<string>;

const fileIn = (home: string): string => path.join(home, 'operator.json');

/** Returns the session that is kept for an API; undefined when there is none. */
export const keptSession = (home: string, api: string): Session | undefined => {
  try {
    const kept = z.safeParse(Session, JSON.parse(readFileSync(fileIn(home), 'utf8'))).data;
    return kept?.api === api ? kept : undefined;
  } catch {
    return undefined;
  }
};

/** Keeps a session in a file that nobody else may read. */
export const keepSession = (home: string, session: Session): void => {
  mkdirSync(home, { recursive: true });
  writeFileSync(fileIn(home), JSON.stringify(session), { mode: 0o600 });
  // The mode counts only for a file that was not there.
  chmodSync(fileIn(home), 0o600);
};

/** Forgets the session. */
export const forgetSession = (home: string): void => rmSync(fileIn(home), { force: true });

const SignedIn = z.object({ accessToken: z.string(), expiresIn: z.number() });
const Challenge = z.object({
  challenge: z.enum(['totp', 'set-up-totp', 'new-password']),
  session: z.string(),
  secret: z.optional(z.string()),
});

type Outside = { send: Send; prompt: Prompt; say: (line: string) => void; now: () => number };

const json = { 'content-type': 'application/json' };
const post = (send: Send, at: string, body: object) =>
  send({ method: 'POST', path: at, body: JSON.stringify(body), headers: json });

const answerTo = async ({ challenge, session, secret }: z.infer<typeof Challenge>, { prompt, say }: Outside) => {
  if (challenge === 'new-password')
    return { session, password: await prompt('A new password of your own: ', { hidden: true }) };
  if (secret !== undefined) say(`Add this key to your authenticator app, as a time-based code: ${secret}`);
  return { session, code: await prompt('Code of your authenticator app: ') };
};

/** A response has cookies that were set to nothing too; one is kept, as it is sent back. */
const cookieOf = (cookies: readonly string[]): string | undefined =>
  cookies.map((each) => each.split(';')[0] ?? '').find((each) => !each.endsWith('='));

const sessionOf = (body: unknown, cookies: readonly string[], known: Pick<Session, 'api' | 'email'>, now: number) => {
  const { accessToken, expiresIn } = z.parse(SignedIn, body);
  const cookie = cookieOf(cookies);
  return { ...known, accessToken, expiresAt: now + expiresIn * 1000, ...(cookie !== undefined && { cookie }) };
};

/** At most so many challenges follow one another: a new password, and setting up codes. */
const mostChallenges = 4;

/** Signs in, and asks for what the API wants to know besides. Throws Refused for a wrong password or code. */
export const signIn = async (
  { api, email, password }: { api: string; email: string; password: string },
  outside: Outside,
): Promise<Session> => {
  const { send, now } = outside;
  let answer = await post(send, '/staff/sign-in', { email, password });
  for (let asked = 0; asked < mostChallenges; asked += 1) {
    const challenge = z.safeParse(Challenge, answer.body).data;
    if (!challenge) return sessionOf(answer.body, answer.cookies, { api, email }, now());
    answer = await post(send, '/staff/sign-in/challenge', await answerTo(challenge, outside));
  }
  throw new Mistake('The API goes on asking; sign in again.');
};

/** Seconds before its end that a token counts as expired, because a request takes time too. */
const margin = 10_000;

/** Returns the session with a token that is good: the one there is, or a new one by the refresh cookie; undefined without. */
export const goodSession = async (
  session: Session,
  { send, now }: Pick<Outside, 'send' | 'now'>,
): Promise<Session | undefined> => {
  if (session.expiresAt - margin > now()) return session;
  const { cookie, api, email } = session;
  if (cookie === undefined) return undefined;
  const answer = await send({ method: 'POST', path: '/staff/refresh', headers: { cookie } }).catch(() => undefined);
  return answer && { cookie, ...sessionOf(answer.body, answer.cookies, { api, email }, now()) };
};

/** Ends a session here and at the API. */
export const signOut = async (home: string, session: Session, send: Send): Promise<void> => {
  const headers = {
    authorization: `Bearer ${session.accessToken}`,
    ...(session.cookie && { cookie: session.cookie }),
  };
  forgetSession(home);
  await send({ method: 'POST', path: '/staff/sign-out', headers });
};
