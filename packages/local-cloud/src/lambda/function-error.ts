/** Why an invocation failed, as Lambda reports it. */
export type Failure = { errorType: string; errorMessage: string; trace?: string[] };

/** A function threw, crashed or ran out of time. */
export class FunctionError extends Error {
  override name = 'FunctionError';
  readonly errorType: string;
  readonly errorMessage: string;

  constructor({ errorType, errorMessage }: Failure) {
    super(`${errorType}: ${errorMessage}`);
    this.errorType = errorType;
    this.errorMessage = errorMessage;
  }
}

/** Returns the error with which Lambda itself fails an invocation: its process ended, it could not be loaded, or it ran out of time. */
export const lambdaError = (
  errorType: 'Runtime.ExitError' | 'Runtime.InitError' | 'Sandbox.Timedout',
  requestId: string,
  reason: string,
): FunctionError => new FunctionError({ errorType, errorMessage: `RequestId: ${requestId} Error: ${reason}` });

/** Returns the error for a payload or a result over Lambda's six megabytes. */
export const tooLarge = (what: 'Request' | 'Response'): FunctionError =>
  new FunctionError({
    errorType: `Function.${what}SizeTooLarge`,
    errorMessage: `${what} payload size exceeded maximum allowed payload size (6291556 bytes).`,
  });
