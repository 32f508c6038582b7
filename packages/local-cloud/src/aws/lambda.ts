import type { IncomingHttpHeaders } from 'node:http';
import { FunctionError } from '../lambda/function-error.ts';
import { json, type Answer } from '../stand-in/index.ts';
import { AwsError } from './wire.ts';

/** The functions of a running cloud, by name. */
export type InvokableCloud = {
  /** Runs a function once; undefined where there is none of that name. */
  functionNamed: (name: string) => ((payload: unknown) => Promise<unknown>) | undefined;
};

/** Returns the function that a path of Lambda's Invoke names, by name or ARN; undefined for any other path. */
export const functionOf = (method: string, path: string): string | undefined => {
  const [, encoded] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path) ?? [];
  if (method !== 'POST' || encoded === undefined) return undefined;
  const [name = ''] = decodeURIComponent(encoded)
    .replace(/^arn:aws:lambda:[^:]*:[^:]*:function:/, '')
    .split(':');
  return name;
};

/**
 * Returns what Lambda's Invoke answers: a RequestResponse has the result or the error of the function, an Event is accepted
 * and runs by itself, once, as the retries of an asynchronous invocation are switched off. Throws an AwsError for an unknown
 * function or type.
 */
export const invokeFunction = async (
  cloud: InvokableCloud | undefined,
  name: string,
  headers: IncomingHttpHeaders,
  payload: unknown,
): Promise<Answer> => {
  const run = cloud?.functionNamed(name);
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
