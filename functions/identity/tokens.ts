import * as z from 'zod/mini';
import { Claims } from './claims.ts';
import type { Json } from './cognito.ts';

/** What a sign-in gives. Tokens of a refresh may lack a refresh token: the one before goes on. */
export type Tokens = {
  accessToken: string;
  refreshToken?: string | undefined;
  /** Seconds. */
  expiresIn: number;
  /** The subject: the id of an account, or of a member of staff. */
  id: string;
  /** The sign-in, through all refreshes. */
  origin: string;
  /** When that sign-in was, in epoch seconds. */
  authTime: number;
};

const Result = z.object({
  AuthenticationResult: z.object({
    AccessToken: z.string(),
    RefreshToken: z.optional(z.string()),
    ExpiresIn: z.number(),
  }),
});

/** Returns the tokens of an answer, with what the access token says: it comes from Cognito itself, and needs no proof. */
export const tokensOf = (answer: Json): Tokens | undefined => {
  const parsed = z.safeParse(Result, answer);
  if (!parsed.success) return undefined;
  const { AccessToken, RefreshToken, ExpiresIn } = parsed.data.AuthenticationResult;
  const [, payload = ''] = AccessToken.split('.');
  const claims = z.parse(Claims, JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  return {
    accessToken: AccessToken,
    refreshToken: RefreshToken,
    expiresIn: ExpiresIn,
    id: claims.sub,
    origin: claims.origin_jti,
    authTime: claims.auth_time,
  };
};
