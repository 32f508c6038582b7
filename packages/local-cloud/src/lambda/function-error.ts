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

/** The function did not answer within its time-out. */
export const timedOut = (requestId: string, seconds: number): FunctionError =>
  new FunctionError({
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
  });

/** The function's process ended while it was at work: an uncaught exception or an exit. */
export const exited = (requestId: string, reason: string): FunctionError =>
  new FunctionError({ errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${reason}` });

/** The function could not be loaded. */
export const notLoaded = (requestId: string, reason: string): FunctionError =>
  new FunctionError({ errorType: 'Runtime.InitError', errorMessage: `RequestId: ${requestId} Error: ${reason}` });

/** The payload or the answer is over Lambda's six megabytes. */
export const tooLarge = (what: 'Request' | 'Response'): FunctionError =>
  new FunctionError({
    errorType: `Function.${what}SizeTooLarge`,
    errorMessage: `${what} payload size exceeded maximum allowed payload size (6291556 bytes).`,
  });
