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

type SesError = Error & { code?: unknown; syscall?: unknown; $metadata?: { httpStatusCode?: number } };

/** Names come from the wire; in the ledger and the log they are plain words. */
const plainName = (name: string): string => (/^[\w.]{1,64}$/.test(name) ? name : 'withheld');

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
  if (!(error instanceof Error)) return { to: 'unknown', reason: 'thrown value' };
  const reason = plainName(error.name);
  if (notConnected(error)) return { to: 'pending', reason };
  const status = (error as SesError).$metadata?.httpStatusCode ?? 0;
  if (!refusedByStatus(status)) return { to: 'unknown', reason };
  return { to: status === 429 || later.has(error.name.replace(/Exception$/, '')) ? 'pending' : 'refused', reason };
};
