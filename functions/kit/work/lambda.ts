import middy from '@middy/core';
import type { Context } from 'aws-lambda';

/**
 * Makes a middy handler that Lambda alone ends. Middy's own time-out comes 5 ms earlier, and fails the invocation while its
 * code stays in the environment: that code would go on in the midst of a later invocation. When Lambda's time comes it
 * ends the environment with the code.
 */
export const lambda = <Event, Result>() => middy<Event, Result, Error, Context>({ timeoutEarlyInMillis: 0 });
