import type { RouteSpec } from '../../kit/contract/route.ts';
import { refreshCookies, signUpCookieName } from '../cookies.ts';
import * as schemas from '../schemas.ts';
import { asking, choosing, proving } from './uses.ts';

/** Routes by which a customer comes to an account, in and out. */
export const signInRoutes = {
  signUp: {
    at: 'POST /account/sign-up',
    auth: 'public',
    cookies: [signUpCookieName],
    summary: 'Ask for an account; a code comes by mail, and a known address gets another mail instead',
    body: schemas.SignUpForm,
    returns: schemas.Nothing,
    status: 202,
    uses: asking,
  },
  confirm: {
    at: 'POST /account/confirm',
    auth: 'public',
    cookies: [signUpCookieName],
    summary:
      'Prove the address of a new account with the code, in the browser that signed up; earlier orders of the address join it',
    body: schemas.AddressAndCode,
    returns: schemas.Nothing,
    problems: ['invalid-code'],
    uses: [...proving, ...choosing],
  },
  resend: {
    at: 'POST /account/resend',
    auth: 'public',
    summary: 'Ask for another code for a new account',
    body: schemas.Address,
    returns: schemas.Nothing,
    status: 202,
    uses: asking,
  },
  signIn: {
    at: 'POST /account/sign-in',
    auth: 'public',
    summary: 'Sign in; the refresh token comes in a cookie',
    body: schemas.Credentials,
    returns: schemas.Tokens,
    problems: ['wrong-credentials'],
    uses: [
      'identity.signIn',
      'identity.revoke',
      'secret:signing-keys',
      { limits: ['UpdateItem', 'DeleteItem'], accounts: ['GetItem'] },
    ],
  },
  refresh: {
    at: 'POST /account/refresh',
    auth: 'public',
    cookies: [refreshCookies.customers],
    summary: 'Get another access token with the cookie',
    returns: schemas.Tokens,
    problems: ['unauthorized'],
    uses: ['identity.refresh', { accounts: ['GetItem'] }],
  },
  signOut: {
    at: 'POST /account/sign-out',
    auth: 'public',
    cookies: [refreshCookies.customers],
    summary: 'End this sign-in at once, with all of its tokens',
    returns: schemas.Nothing,
    uses: ['identity.refresh', 'identity.revoke', { accounts: ['GetItem', 'UpdateItem'] }],
  },
  forgot: {
    at: 'POST /account/password/forgot',
    auth: 'public',
    summary: 'Ask for a code for a new password',
    body: schemas.Address,
    returns: schemas.Nothing,
    status: 202,
    uses: asking,
  },
  reset: {
    at: 'POST /account/password/reset',
    auth: 'public',
    summary: 'Set a new password with the code; every session ends',
    body: schemas.NewPassword,
    returns: schemas.Nothing,
    problems: ['invalid-code'],
    uses: [...proving, 'identity.setPassword'],
  },
} as const satisfies Record<string, RouteSpec>;
