import { accessTokenVerifier } from '../identity/public.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Sessions } from '../kit/http/session.ts';
import type { Ports } from '../kit/ports.ts';
import { sessionOf } from './session.ts';

/** Returns the sessions of a function: an access token in, who has signed in out. */
export const port = (base: Ports & { secrets: Secrets }): { sessions: Sessions } => {
  const verify = accessTokenVerifier(base);
  return {
    sessions: async (bearer) => {
      const token = await verify(bearer);
      return token && sessionOf(token, base);
    },
  };
};
