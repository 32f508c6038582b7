/** One operation: input as JSON, output as JSON; an AwsError becomes AWS's own error response. */
export type Operation = (input: Record<string, unknown>) => object | Promise<object>;

/** A service of AWS that is told apart by X-Amz-Target. */
export type Service = {
  /** What its targets begin with, such as `TrentService.`. */
  prefix: string;
  /** By what follows the prefix. */
  operations: Readonly<Record<string, Operation>>;
  /** Operations that anybody may call, without a signature. */
  unsigned?: readonly string[];
};

/** A refusal with AWS's error code. */
export class AwsError extends Error {
  override name = 'AwsError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, status = 400) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

/** Returns a field that must be a string. Throws a ValidationException. */
export const text = (input: Record<string, unknown>, name: string): string => {
  const value = input[name];
  if (typeof value !== 'string' || value === '') throw new AwsError('ValidationException');
  return value;
};
