import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { JwtBaseError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import * as z from 'zod/mini';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Ports } from '../kit/ports.ts';
import { Claims } from './claims.ts';
import { keySource } from './key-source.ts';
import { Pools, poolsParameter, type PoolName } from './pools.ts';

/** What an access token says, once it is found to be genuine and not expired. */
export type AccessToken = {
  pool: PoolName;
  /** The subject: the id of an account, or of a member of staff. */
  id: string;
  /** The sign-in that the token comes from, through all refreshes. */
  origin: string;
  /** When that sign-in was, in epoch seconds. */
  authTime: number;
  groups: readonly string[];
};

/** Returns what a token says; undefined unless one of the two pools made it for our client, and it has not expired. */
export type AccessTokenVerifier = (token: string) => Promise<AccessToken | undefined>;

/** The keys change rarely and are asked for rarely, so that nobody need be kept waiting for having named a wrong one. */
const noPenalty = {
  wait: async () => {},
  release: () => {},
  registerFailedAttempt: () => {},
  registerSuccessfulAttempt: () => {},
};

const verifierOf = ({ customers, staff }: z.infer<typeof Pools>, jwksCache: SimpleJwksCache) =>
  CognitoJwtVerifier.create(
    [customers, staff].map(({ pool, client }) => ({ userPoolId: pool, clientId: client, tokenUse: 'access' as const })),
    { jwksCache },
  );

/**
 * Returns the verifier of access tokens: signature, issuer, client, use and expiry. It keeps the pools' keys. Throws Unavailable
 * when they cannot be had now.
 */
export const accessTokenVerifier = (
  ports: Pick<Ports, 'fetch' | 'now' | 'settings'> & { secrets: Secrets },
): AccessTokenVerifier => {
  const jwksCache = new SimpleJwksCache({ fetcher: { fetch: keySource(ports) }, penaltyBox: noPenalty });
  let kept: { of: string; verifier: ReturnType<typeof verifierOf> } | undefined;
  return async (token) => {
    const pools = await ports.secrets(poolsParameter, Pools);
    const of = JSON.stringify(pools);
    if (kept?.of !== of) kept = { of, verifier: verifierOf(pools, jwksCache) };
    try {
      const claims = z.parse(Claims, await kept.verifier.verify(token));
      return {
        pool: claims.iss.endsWith(`/${pools.staff.pool}`) ? 'staff' : 'customers',
        id: claims.sub,
        origin: claims.origin_jti,
        authTime: claims.auth_time,
        groups: claims['cognito:groups'] ?? [],
      };
    } catch (error) {
      if (error instanceof JwtBaseError) return undefined;
      throw error;
    }
  };
};
