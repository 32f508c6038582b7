import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { refuseStatus, type Outcome } from './outcomes.ts';
import type { Request, StandIn } from './stand-in.ts';

const lifeSeconds = 32_400;

/** Returns a token of nine hours for the client's id and secret, else 401 `invalid_client`. */
export const issueToken = ({ settings, now }: StandIn, { authorization, raw }: Request): Outcome => {
  const pair = Buffer.from(`${settings.clientId}:${settings.clientSecret}`).toString('base64');
  if (!timingSafeEqual(digest(authorization), digest(`Basic ${pair}`))) {
    return oauthError(401, 'invalid_client', 'Client Authentication failed');
  }
  if (new URLSearchParams(raw).get('grant_type') !== 'client_credentials') {
    return oauthError(400, 'unsupported_grant_type', 'Grant Type is NULL or is not supported');
  }
  const token = `A21AA${randomBytes(48).toString('base64url')}`;
  const body = {
    scope: 'https://uri.paypal.com/services/payments/payment https://uri.paypal.com/services/payments/refund openid',
    access_token: token,
    token_type: 'Bearer',
    app_id: 'APP-80W284485P519543T',
    expires_in: lifeSeconds,
    nonce: `${now().toISOString()}${randomBytes(16).toString('base64url')}`,
  };
  const until = now().getTime() + lifeSeconds * 1000;
  return { status: 200, body, rows: [{ kind: 'token', id: digest(token).toString('hex'), until }] };
};

/** Returns the 401 that PayPal gives a call without a token, or with one that is unknown or over; else undefined. */
export const tokenRefusal = ({ state, now }: StandIn, authorization = ''): Outcome | undefined => {
  const [, token] = /^Bearer (\S+)$/i.exec(authorization) ?? [];
  if (token === undefined) return refuseStatus(401);
  const known = state.row('token', digest(token).toString('hex'));
  if (known === undefined) return oauthError(401, 'invalid_token', 'Token signature verification failed');
  return known.until > now().getTime() ? undefined : oauthError(401, 'invalid_token', 'The token has expired');
};

/** Ends all tokens that have been issued. */
export const expireTokens = ({ state }: StandIn): void => {
  for (const { id } of state.rows('token')) state.drop('token', id);
};

const oauthError = (status: number, error: string, error_description: string): Outcome => {
  return { status, body: { error, error_description } };
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
