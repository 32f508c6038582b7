import { isUnavailable } from '../../functions/kit/store/unavailable.ts';
import { LoadError } from './load-error.ts';

const badCredentials = new Set([
  'CredentialsProviderError', 'UnrecognizedClientException', 'InvalidSignatureException', 'InvalidClientTokenId',
  'ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired',
]); // prettier-ignore
const absent = new Set(['ResourceNotFoundException', 'NotFoundException']);

const unreachable = (stage: string, name: string): string =>
  stage === 'local'
    ? 'The local shop does not answer: start it with npm start, then load again.'
    : `AWS does not answer (${name}): load again, it goes on where it stopped.`;

/** Returns why a load stopped, as one sentence for the operator; undefined for an error that nobody foresaw. */
export const explain = (error: unknown, stage: string): string | undefined => {
  if (error instanceof LoadError) return error.message;
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  if (badCredentials.has(name)) return 'There are no AWS credentials that work: sign in, or set AWS_PROFILE.';
  if (absent.has(name)) return `The stage ${stage} is not there, or not whole, in this account: deploy it first.`;
  if (/^parameter \S+ (is missing|has not the expected form)$/.test(message))
    return `The ${message} in Parameter Store: set it before PINs are loaded.`;
  if (/AccessDenied|NotAuthorized/.test(name))
    return `These AWS credentials may not load into the stage ${stage} (${name}).`;
  return isUnavailable(error) ? unreachable(stage, name) : undefined;
};
