import type { Answer, Call } from '../stand-in/serve.ts';
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
 * Returns the response of Lambda's Invoke to an Event, the only type that is served: it is accepted and runs by itself, once, as the
 * retries of an asynchronous invocation are switched off. Throws an AwsError for an unknown function or another type.
 */
export const invokeFunction = (run: ReturnType<FunctionNamed>, { headers }: Call, payload: unknown): Answer => {
  if (!run) throw new AwsError('ResourceNotFoundException', 404);
  if (headers['x-amz-invocation-type'] !== 'Event') throw new AwsError('InvalidParameterValueException');
  // The sandbox has logged a failure already.
  run(payload).catch(() => undefined);
  return { status: 202, headers: {}, body: '' };
};
