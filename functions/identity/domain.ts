/** What an error of Cognito means: somebody is refused, or was too often, a name is taken, a moment's wait helps, or the mistake is ours. */
export type Verdict = 'refused' | 'limited' | 'odd' | 'taken' | 'busy' | 'fault';

/**
 * Who is unknown, unconfirmed, locked out or over a limit, and whose password, code, session or token is wrong: none of them
 * learns which it was.
 */
const refused = [
  'NotAuthorizedException', 'UserNotFoundException', 'UserNotConfirmedException', 'PasswordResetRequiredException',
  'CodeMismatchException', 'ExpiredCodeException', 'EnableSoftwareTokenMFAException', 'SoftwareTokenMFANotFoundException',
  'InvalidPasswordException', 'ForbiddenException',
  'PasswordHistoryPolicyViolationException', 'RefreshTokenReuseException', 'UnauthorizedException',
]; // prettier-ignore

/** A limit of Cognito's own: to whoever signs in one refusal like the others, to us a reason to try again. */
const limited = ['LimitExceededException', 'TooManyFailedAttemptsException'];

/** What was sent in is not of Cognito's form; it is our mistake only if it comes often. */
const odd = [
  'InvalidParameterException',
  'SerializationException',
  'ValidationException',
  'UnsupportedTokenTypeException',
];

const taken = ['UsernameExistsException', 'AliasExistsException'];
const busy = [
  'TooManyRequestsException',
  'ThrottlingException',
  'InternalErrorException',
  'ConcurrentModificationException',
];

/** Returns what an error of Cognito means, by its code. */
export const verdictOf = (code: string): Verdict => {
  if (refused.includes(code)) return 'refused';
  if (limited.includes(code)) return 'limited';
  if (odd.includes(code)) return 'odd';
  if (taken.includes(code)) return 'taken';
  return busy.includes(code) ? 'busy' : 'fault';
};
