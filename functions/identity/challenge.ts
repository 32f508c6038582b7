import * as z from 'zod/mini';

/** What is asked for after the password. */
export type Step = 'totp' | 'set-up-totp' | 'new-password';

const Opened = z.object({
  step: z.enum(['totp', 'set-up-totp', 'new-password']),
  user: z.string(),
  session: z.string(),
});

/**
 * Returns a session for whoever has to show something more: Cognito's own, which is the proof, with the step and the user, which
 * Cognito wants to be told again. Nothing in it is secret, and what is changed in it is refused by Cognito.
 */
export const packSession = (opened: z.infer<typeof Opened>): string =>
  Buffer.from(JSON.stringify(opened)).toString('base64url');

/** Returns what a session was made of; undefined for any other text. */
export const unpackSession = (session: string): z.infer<typeof Opened> | undefined => {
  try {
    return z.parse(Opened, JSON.parse(Buffer.from(session, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
};
