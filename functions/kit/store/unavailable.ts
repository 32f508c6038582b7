import { isContention } from './client.ts';
import { Unavailable } from '../http/problem.ts';

const network = /^(ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|UND_ERR_)/;
const names = new Set([
  'TimeoutError', 'AbortError', 'ThrottlingException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded',
  'InternalServerError', 'ServiceUnavailable', 'LimitExceededException', 'TooManyRequestsException', 'CredentialsProviderError',
]); // prettier-ignore

type AwsError = Error & { code?: string; $metadata?: { httpStatusCode?: number }; cause?: unknown };

/** By its form: an error of Node's own may come from another realm, where `instanceof` does not know it. */
const isError = (value: unknown): value is Error =>
  typeof value === 'object' && value !== null && 'name' in value && 'message' in value;

/**
 * Returns whether an error means that a dependency is down, slow or throttling, so that the response is 503 and a retry
 * helps.
 */
export const isUnavailable = (error: unknown): boolean => {
  if (!isError(error)) return false;
  if (error instanceof Unavailable || names.has(error.name) || isContention(error)) return true;
  const { code, $metadata, cause } = error as AwsError;
  if (typeof code === 'string' && network.test(code)) return true;
  return ($metadata?.httpStatusCode ?? 0) >= 500 || (cause !== undefined && isUnavailable(cause));
};
