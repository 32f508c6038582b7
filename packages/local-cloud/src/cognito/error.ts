/** A refusal with Cognito's error code. */
export class CognitoError extends Error {
  override name = 'CognitoError';
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Whoever has not shown the right thing: `NotAuthorizedException` with the words that Cognito has for it. */
export const notAuthorized = (message: string): CognitoError => new CognitoError('NotAuthorizedException', message);

/** An input that is not of the form that Cognito takes, or that is not served here. */
export const invalid = (message: string): CognitoError => new CognitoError('InvalidParameterException', message);
