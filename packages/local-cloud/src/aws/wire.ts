/** One operation of a service: input as JSON, answer as JSON; an AwsError is answered as AWS does. */
export type Operation = (input: Record<string, unknown>) => object;

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

/** A field that must be a string; else a ValidationException. */
export const text = (input: Record<string, unknown>, name: string): string => {
  const value = input[name];
  if (typeof value !== 'string' || value === '') throw new AwsError('ValidationException');
  return value;
};
