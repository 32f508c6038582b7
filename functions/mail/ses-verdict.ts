/** What became of a call to SES that threw: `pending` and `refused` are certain, `unknown` is everything else. */
export type Verdict = { to: 'pending' | 'refused' | 'unknown'; reason: string };

/** SES answered and took nothing, and the cause is the account's, not the letter's: later it may go through. */
const later = new Set([
  'Throttling', 'TooManyRequests', 'RequestLimitExceeded', 'LimitExceeded', 'AccountSendingPaused',
  'ConfigurationSetSendingPaused', 'ConfigurationSetDoesNotExist', 'MailFromDomainNotVerified',
  'FromEmailAddressNotVerified', 'AccessDenied', 'ExpiredToken', 'IncompleteSignature', 'InvalidClientTokenId',
  'MissingAuthenticationToken', 'NotAuthorized', 'OptInRequired', 'RequestExpired', 'SignatureDoesNotMatch',
  'UnrecognizedClient',
]); // prettier-ignore

/** The call never left this machine. */
const neverLeft = new Set(['CredentialsProviderError', 'ProviderError', 'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

type SesError = {
  name: string;
  message: string;
  code?: unknown;
  syscall?: unknown;
  $metadata?: { httpStatusCode?: number };
};

const isSesError = (error: unknown): error is SesError =>
  typeof error === 'object' && error !== null && 'name' in error && 'message' in error;

/** The error's name, or the code of an error that is only called Error. It may come from the wire: kept are plain words. */
const reasonOf = ({ name, code }: SesError): string => {
  const reason = name === 'Error' && typeof code === 'string' ? code : name;
  return /^[\w.]{1,64}$/.test(reason) ? reason : 'withheld';
};

const notConnected = ({ name, message, code, syscall }: SesError): boolean =>
  neverLeft.has(name) ||
  neverLeft.has(String(code)) ||
  syscall === 'connect' ||
  syscall === 'getaddrinfo' ||
  (name === 'TimeoutError' && message.includes('did not establish a connection'));

const refusedByStatus = (status: number): boolean => status >= 400 && status < 500 && status !== 408;

/**
 * Judges an error of SendRawEmail. Only an answer that says so, or a connection that never came to be, is certain: a
 * time-out, a cut connection, a 5xx or an unreadable answer may all mean that SES took the mail.
 */
export const judgeSesError = (error: unknown): Verdict => {
  if (!isSesError(error)) return { to: 'unknown', reason: 'thrown value' };
  const reason = reasonOf(error);
  if (notConnected(error)) return { to: 'pending', reason };
  const status = error.$metadata?.httpStatusCode ?? 0;
  if (!refusedByStatus(status)) return { to: 'unknown', reason };
  return { to: status === 429 || later.has(error.name.replace(/Exception$/, '')) ? 'pending' : 'refused', reason };
};
