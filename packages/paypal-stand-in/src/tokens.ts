import { createHash, timingSafeEqual } from 'node:crypto';
import type { Desk } from './desk.ts';
import { refuseStatus, type Outcome } from './refusals.ts';

const lifeSeconds = 32_400;

/** POST /v1/oauth2/token: 200 with a token of nine hours for the client's id and secret, else 401 `invalid_client`. */
export const issueToken = (desk: Desk, authorization: string | undefined, form: URLSearchParams): Outcome => {
  const { clientId, clientSecret } = desk.settings;
  const expected = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  if (!timingSafeEqual(digest(authorization ?? ''), digest(expected))) {
    return oauthError(401, 'invalid_client', 'Client Authentication failed');
  }
  if (form.get('grant_type') !== 'client_credentials') {
    return oauthError(400, 'unsupported_grant_type', 'Grant Type is NULL or is not supported');
  }
  const token = `A21AA${Buffer.from(desk.ports.random(48)).toString('base64url')}`;
  const now = desk.ports.now();
  return {
    status: 200,
    body: {
      scope: 'https://uri.paypal.com/services/payments/payment https://uri.paypal.com/services/payments/refund openid',
      access_token: token,
      token_type: 'Bearer',
      app_id: 'APP-80W284485P519543T',
      expires_in: lifeSeconds,
      nonce: `${now.toISOString()}${Buffer.from(desk.ports.random(16)).toString('base64url')}`,
    },
    rows: [{ kind: 'token', id: digest(token).toString('hex'), until: now.getTime() + lifeSeconds * 1000 }],
  };
};

/** The 401 that PayPal gives a call without a bearer token, or with one that is not or no longer good; else undefined. */
export const tokenRefusal = (desk: Desk, authorization: string | undefined): Outcome | undefined => {
  const [, token] = /^Bearer (\S+)$/i.exec(authorization ?? '') ?? [];
  if (token === undefined) return refuseStatus(401);
  const known = desk.state.row('token', digest(token).toString('hex'));
  if (known === undefined) return oauthError(401, 'invalid_token', 'Token signature verification failed');
  return known.until > desk.ports.now().getTime()
    ? undefined
    : oauthError(401, 'invalid_token', 'The token has expired');
};

/** Ends all tokens that have been issued. */
export const expireTokens = (desk: Desk): void => {
  for (const token of desk.state.rows('token')) desk.state.drop('token', token.id);
};

const oauthError = (status: number, error: string, error_description: string): Outcome => {
  return { status, body: { error, error_description } };
};

const digest = (text: string): Buffer => {
  return createHash('sha256').update(text).digest();
};
