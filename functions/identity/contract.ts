import { context } from '../kit/contract/contract.ts';

export { NewPassword, passwordPolicy } from './password.ts';
export type { PoolName } from './pools.ts';

/** Every call names the client of a pool, whose secret is read from Cognito. */
const client = ['secret:identity', 'port:identity'] as const;
const ofCustomers = (action: string) =>
  [...client, { 'cognito:customers': [action, 'DescribeUserPoolClient'] }] as const;
const ofStaff = (action: string) => [...client, { 'cognito:staff': [action, 'DescribeUserPoolClient'] }] as const;
const ofBoth = (...actions: string[]) =>
  [
    ...client,
    {
      'cognito:customers': [...actions, 'DescribeUserPoolClient'],
      'cognito:staff': [...actions, 'DescribeUserPoolClient'],
    },
  ] as const;

/** Who is who: the two user pools of Cognito, one of customers and one of staff. An adapter, it stores nothing. */
export const identity = context('identity', {
  offers: {
    accessTokenVerifier: ['secret:identity'],
    createUser: ofCustomers('AdminCreateUser'),
    findUser: ofCustomers('AdminGetUser'),
    deleteUser: ofCustomers('AdminDeleteUser'),
    setPassword: ofCustomers('AdminSetUserPassword'),
    changeEmail: ofCustomers('AdminUpdateUserAttributes'),
    setVerified: ofCustomers('AdminUpdateUserAttributes'),
    signOutEverywhere: ofCustomers('AdminUserGlobalSignOut'),
    signStaffOutEverywhere: ofStaff('AdminUserGlobalSignOut'),
    signIn: ofBoth('AdminInitiateAuth'),
    answerChallenge: ofStaff('AdminRespondToAuthChallenge'),
    // Whoever holds a refresh token may use and revoke it: Cognito looks at no permission there.
    refresh: ofBoth(),
    revoke: ofBoth(),
  },
});
