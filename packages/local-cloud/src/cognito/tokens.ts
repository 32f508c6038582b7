import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';

/** What tokens are made of. */
export type Subject = {
  pool: string;
  client: string;
  sub: string;
  email: string;
  verified: boolean;
  groups: readonly string[];
  originJti: string;
  /** In epoch seconds. */
  authTime: number;
};

/** Signs tokens of a pool, under a key of this run. */
export type Signer = {
  /** The public key, as `/.well-known/jwks.json` has it. */
  jwks: { keys: object[] };
  access: (subject: Subject, now: number, seconds: number) => string;
  id: (subject: Subject, now: number, seconds: number) => string;
};

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const jwt = (kid: string, key: KeyObject, claims: object): string => {
  const text = `${part({ kid, alg: 'RS256' })}.${part(claims)}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
};

const common = ({ pool, sub, groups, originJti, authTime }: Subject, now: number, lasts: number) => ({
  sub,
  ...(groups.length > 0 && { 'cognito:groups': groups }),
  iss: `https://cognito-idp.us-east-1.amazonaws.com/${pool}`,
  origin_jti: originJti,
  event_id: randomUUID(),
  auth_time: authTime,
  iat: Math.floor(now / 1000),
  exp: Math.floor(now / 1000) + lasts,
  jti: randomUUID(),
});

/** Returns a signer with a new key. */
export const newSigner = (): Signer => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomUUID();
  return {
    jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] },
    access: (subject, now, lasts) =>
      jwt(kid, privateKey, {
        ...common(subject, now, lasts),
        client_id: subject.client,
        token_use: 'access',
        scope: 'aws.cognito.signin.user.admin',
        username: subject.sub,
      }),
    id: (subject, now, lasts) =>
      jwt(kid, privateKey, {
        ...common(subject, now, lasts),
        aud: subject.client,
        token_use: 'id',
        email: subject.email,
        email_verified: subject.verified,
        'cognito:username': subject.sub,
      }),
  };
};
