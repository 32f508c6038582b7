/**
 * What became of a call to SES that threw: `pending` and `refused` are certain, `unknown` is everything else. `account`:
 * the cause is the account's and does not pass by itself.
 */
export type Verdict = { to: 'pending' | 'refused' | 'unknown'; reason: string; account?: true };

/** SES refused because too much was asked of it: in a while the letter may go through. */
const passing = new Set(['Throttling', 'TooManyRequests', 'RequestLimitExceeded', 'LimitExceeded']);

/** SES refused, and the cause is the account's, not the letter's: once a person has mended it, the letter may go through. */
const ofAccount = new Set([
  'AccountSendingPaused', 'ConfigurationSetSendingPaused', 'ConfigurationSetDoesNotExist', 'MailFromDomainNotVerified',
  'FromEmailAddressNotVerified', 'AccessDenied', 'ExpiredToken', 'IncompleteSignature', 'InvalidClientTokenId',
  'MissingAuthenticationToken', 'NotAuthorized', 'OptInRequired', 'RequestExpired', 'SignatureDoesNotMatch',
  'UnrecognizedClient',
]); // prettier-ignore

/**
 * SES's words for a sending identity that is not verified (in the sandbox: a recipient either). They come under the name
 * that also rejects a letter for good, and go on with addresses, which are kept nowhere.
 */
const notVerified = ({ name, message }: SesError): boolean =>
  name === 'MessageRejected' && message.startsWith('Email address is not verified');

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

/** The error's name, or the code of an error that is only called Error. It may come from outside: only plain words are kept. */
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
 * Judges an error of SendRawEmail. Only a response that says so, or a connection that never came to be, is certain: a
 * time-out, a cut connection, a 5xx or an unreadable response may all mean that SES took the mail.
 */
export const judgeSesError = (error: unknown): Verdict => {
  if (!isSesError(error)) return { to: 'unknown', reason: 'thrown value' };
  const reason = reasonOf(error);
  if (notConnected(error)) return { to: 'pending', reason };
  const status = error.$metadata?.httpStatusCode ?? 0;
  if (!refusedByStatus(status)) return { to: 'unknown', reason };
  if (notVerified(error)) return { to: 'pending', reason: 'NotVerified', account: true };
  const name = error.name.replace(/Exception$/, '');
  if (ofAccount.has(name)) return { to: 'pending', reason, account: true };
  return { to: status === 429 || passing.has(name) ? 'pending' : 'refused', reason };
};
