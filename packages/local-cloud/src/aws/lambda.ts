import { FunctionError } from '../lambda/function-error.ts';
import { json, type Answer, type Call } from '../stand-in/serve.ts';
import { AwsError } from './service.ts';

/** Runs a function once, by its name; undefined where there is none of that name. */
export type FunctionNamed = (name: string) => ((payload: unknown) => Promise<unknown>) | undefined;

/** Returns the function that a path of Lambda's Invoke names, by name or ARN; undefined for any other path. */
export const functionOf = ({ method, path }: Pick<Call, 'method' | 'path'>): string | undefined => {
  const [, encoded] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path) ?? [];
  if (method !== 'POST' || encoded === undefined) return undefined;
  return decodeURIComponent(encoded).replace(/^arn:aws:lambda:[^:]*:[^:]*:function:/, '');
};

/**
 * Returns the response of Lambda's Invoke: for a RequestResponse the result or the error of the function; an Event is accepted and runs
 * by itself, once, as the retries of an asynchronous invocation are switched off. Throws an AwsError for an unknown function or type.
 */
export const invokeFunction = async (
  run: ReturnType<FunctionNamed>,
  { headers }: Pick<Call, 'headers'>,
  payload: unknown,
): Promise<Answer> => {
  if (!run) throw new AwsError('ResourceNotFoundException', 404);
  const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type === 'Event') {
    // The sandbox has logged a failure already.
    run(payload).catch(() => undefined);
    return { status: 202, headers: {}, body: '' };
  }
  if (type !== 'RequestResponse') throw new AwsError('InvalidParameterValueException');
  try {
    return json(200, (await run(payload)) ?? null);
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    const { errorType, errorMessage } = error;
    return json(200, { errorType, errorMessage }, { 'x-amz-function-error': 'Unhandled' });
  }
};
