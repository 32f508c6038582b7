export { accessTokenVerifier, type AccessToken, type AccessTokenVerifier } from './access-token.ts';
export {
  createUser,
  findUser,
  deleteUser,
  setPassword,
  changeEmail,
  setVerified,
  signOutEverywhere,
  signStaffOutEverywhere,
} from './users.ts';
export { signIn, answerChallenge, refresh, revoke, type Challenge, type SignIn } from './sign-in.ts';
export type { Cognito } from './cognito.ts';
export type { Tokens } from './tokens.ts';
export type { PoolName } from './pools.ts';
export type { IdentityPorts, User } from './users.ts';
