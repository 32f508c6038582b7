import type { RouteSpec } from '../../kit/contract/route.ts';
import { refreshCookies } from '../cookies.ts';
import * as schemas from '../schemas.ts';

/** Routes by which staff come in and are shut out. */
export const staffRoutes = {
  staffSignIn: {
    at: 'POST /staff/sign-in',
    auth: 'public',
    summary: 'Sign in as staff: tokens, or what has to be shown yet',
    body: schemas.Credentials,
    returns: schemas.TokensOrChallenge,
    problems: ['wrong-credentials'],
    uses: ['identity.signIn', 'secret:signing-keys', { limits: ['UpdateItem', 'DeleteItem'], staff: ['GetItem'] }],
  },
  staffChallenge: {
    at: 'POST /staff/sign-in/challenge',
    auth: 'public',
    summary: 'Show what a sign-in asked for',
    body: schemas.ChallengeResponse,
    returns: schemas.TokensOrChallenge,
    problems: ['wrong-credentials'],
    uses: ['identity.answerChallenge', { staff: ['GetItem'] }],
  },
  staffRefresh: {
    at: 'POST /staff/refresh',
    auth: 'public',
    cookies: [refreshCookies.staff],
    summary: 'Get another access token with the cookie',
    returns: schemas.Tokens,
    problems: ['unauthorized'],
    uses: ['identity.refresh', { staff: ['GetItem'] }],
  },
  staffSignOut: {
    at: 'POST /staff/sign-out',
    auth: 'public',
    cookies: [refreshCookies.staff],
    summary: 'End this sign-in of staff at once',
    returns: schemas.Nothing,
    uses: ['identity.refresh', 'identity.revoke', { staff: ['GetItem', 'PutItem'] }],
  },
  revokeStaff: {
    at: 'POST /admin/staff/{id}/revoke',
    auth: 'staff:admin',
    summary: 'Shut a member of staff out at once',
    path: schemas.StaffId,
    returns: schemas.Nothing,
    uses: ['identity.signStaffOutEverywhere', { staff: ['GetItem', 'PutItem'] }],
  },
} as const satisfies Record<string, RouteSpec>;
