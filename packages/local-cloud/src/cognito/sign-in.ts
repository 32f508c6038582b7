import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ChallengeName } from './challenges.ts';
import type { Directory } from './directory.ts';
import { CognitoError, invalid, notAuthorized } from './error.ts';
import type { PoolClient, UserPool } from './pools.ts';
import { base32, stepOf } from './totp.ts';
import type { User } from './users.ts';

type Signing = { pool: UserPool; client: PoolClient; user: User };

const texts = z.record(z.string(), z.string());

const incorrect = () => notAuthorized('Incorrect username or password.');

/** What is asked for next, or the tokens when nothing is. */
const goOn = (directory: Directory, { pool, client, user }: Signing, isVerified: boolean): object => {
  const ask = (name: ChallengeName, more: object = {}) => ({
    ChallengeName: name,
    Session: directory.challenges.open({ name, user: user.id }),
    ChallengeParameters: { USER_ID_FOR_SRP: user.sub, ...more },
  });
  if (user.temporaryUntil !== undefined) {
    const attributes = JSON.stringify({ email: user.email, email_verified: String(user.verified) });
    return ask('NEW_PASSWORD_REQUIRED', { userAttributes: attributes, requiredAttributes: '[]' });
  }
  if (!isVerified && pool.mfa !== 'OFF' && user.totp !== undefined) return ask('SOFTWARE_TOKEN_MFA');
  if (!isVerified && pool.mfa === 'ON') return ask('MFA_SETUP', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' });
  return { ChallengeParameters: {}, AuthenticationResult: directory.sessions.begin(pool, client, user) };
};

const Initiate = z.object({
  UserPoolId: z.string(),
  ClientId: z.string(),
  AuthFlow: z.string(),
  AuthParameters: texts,
});

/** AdminInitiateAuth, for the flow ADMIN_USER_PASSWORD_AUTH. */
export const initiateAuth = async (directory: Directory, input: unknown): Promise<object> => {
  const { UserPoolId, ClientId, AuthFlow, AuthParameters } = Initiate.parse(input);
  const { pool, client } = directory.client(ClientId, UserPoolId);
  if (AuthFlow !== 'ADMIN_USER_PASSWORD_AUTH' || !client.flows.includes('ALLOW_ADMIN_USER_PASSWORD_AUTH'))
    throw invalid(`The flow ${AuthFlow} is not enabled for this client, or not served here.`);
  const { USERNAME: username, PASSWORD: password, SECRET_HASH: hash } = AuthParameters;
  if (!username || !password) throw invalid('Missing required parameter USERNAME or PASSWORD');
  directory.checkSecretHash(client, username, hash);
  const user = directory.users.find(pool, username);
  const { lockout } = directory;
  if (!user && !client.hidesUsers) throw new CognitoError('UserNotFoundException', 'User does not exist.');
  if (user && lockout.isLocked(user.id)) throw notAuthorized('Password attempts exceeded');
  const isRight = await directory.users.isPassword(user, password);
  if (!user || !isRight) {
    if (user) lockout.wrong(user.id);
    throw incorrect();
  }
  lockout.right(user.id);
  if (user.temporaryUntil !== undefined && user.temporaryUntil <= directory.now())
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  return goOn(directory, { pool, client, user }, false);
};

const Respond = z.object({
  UserPoolId: z.string(),
  ClientId: z.string(),
  ChallengeName: z.string(),
  Session: z.string(),
  ChallengeResponses: texts,
});

const checkCode = (directory: Directory, user: User, code: string | undefined): void => {
  const step = stepOf(user.totp ?? '', code ?? '', directory.now());
  if (step === undefined) throw new CognitoError('CodeMismatchException', 'Invalid code received for user');
  if (step <= (user.lastStep ?? 0))
    throw new CognitoError('ExpiredCodeException', 'Your software token has already been used once.');
  directory.users.put({ ...user, lastStep: step });
};

/** AdminRespondToAuthChallenge, for a new password, a code, and a new authenticator that was verified. A session takes one good response. */
export const respond = async (directory: Directory, input: unknown): Promise<object> => {
  const { UserPoolId, ClientId, ChallengeName, Session, ChallengeResponses: shown } = Respond.parse(input);
  const { pool, client } = directory.client(ClientId, UserPoolId);
  const username = shown['USERNAME'] ?? '';
  directory.checkSecretHash(client, username, shown['SECRET_HASH']);
  const { name, user: id, isVerified, secret } = directory.challenges.get(Session);
  const user = directory.users.find(pool, username);
  if (name !== ChallengeName || user?.id !== id) throw notAuthorized('Invalid session for the user.');
  let signing = user;
  if (name === 'NEW_PASSWORD_REQUIRED') {
    signing = await directory.users.withPassword(pool, user, shown['NEW_PASSWORD'] ?? '', true);
    directory.users.put(signing);
  } else if (name === 'SOFTWARE_TOKEN_MFA') {
    checkCode(directory, user, shown['SOFTWARE_TOKEN_MFA_CODE']);
  } else {
    if (!isVerified || secret === undefined) throw notAuthorized('The software token is not verified.');
    signing = { ...user, totp: secret };
    directory.users.put(signing);
  }
  directory.challenges.close(Session);
  return goOn(directory, { pool, client, user: signing }, name !== 'NEW_PASSWORD_REQUIRED');
};

const Associate = z.object({ Session: z.string() });

/** AssociateSoftwareToken, by a session. */
export const associate = (directory: Directory, input: unknown): object => {
  const { Session } = Associate.parse(input);
  const { name, user } = directory.challenges.get(Session);
  if (name !== 'MFA_SETUP') throw notAuthorized('Invalid session for the user.');
  directory.challenges.close(Session);
  const secret = base32(randomBytes(32));
  return { SecretCode: secret, Session: directory.challenges.open({ name, user, secret }) };
};

const Verify = z.object({ Session: z.string(), UserCode: z.string() });

/** VerifySoftwareToken, by a session. */
export const verify = (directory: Directory, input: unknown): object => {
  const { Session, UserCode } = Verify.parse(input);
  const { name, user, secret } = directory.challenges.get(Session);
  if (name !== 'MFA_SETUP' || secret === undefined) throw notAuthorized('Invalid session for the user.');
  if (stepOf(secret, UserCode, directory.now()) === undefined)
    throw new CognitoError('EnableSoftwareTokenMFAException', 'Code mismatch');
  directory.challenges.close(Session);
  return { Status: 'SUCCESS', Session: directory.challenges.open({ name, user, secret, isVerified: true }) };
};
