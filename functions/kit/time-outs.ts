import type { DeserializeMiddleware, MiddlewareStack } from '@smithy/types';

/** A try that took too long; the name is one that the SDK tries again. */
class TimeOut extends Error {
  override name = 'TimeoutError';
}

const tick = 100;
const ticksOfTry = 15;

/** As many connections as requests that a function has under way: none waits for another's. */
const sockets = { maxSockets: 256 };

/** Settings of an AWS client that gives up in time: one retry; a request that was given up is cut off after three seconds. */
export const settings = {
  maxAttempts: 2,
  requestHandler: { requestTimeout: 3000, throwOnRequestTimeout: true, httpAgent: sockets, httpsAgent: sockets },
};

/**
 * Counts the time of a try in ticks. A process that had no turn for seconds misses ticks, so that its own being busy does
 * not count as a service that does not respond: what has arrived meanwhile is read before the next tick.
 */
const limitEachTry =
  <I extends object, O extends object>(): DeserializeMiddleware<I, O> =>
  (next) =>
  (args) => {
    let ticks = 0;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setInterval(() => (ticks += 1) === ticksOfTry && reject(new TimeOut('no response in time')), tick);
    });
    return Promise.race([next(args), late]).finally(() => clearInterval(timer));
  };

/**
 * Returns the client, which then leaves room for a 503 within 5 seconds: a try has 1.5 s, whatever it waits for, and there is
 * one retry. The SDK's own time-outs count also the wait for a socket and for the process itself.
 */
export const withTimeOut = <I extends object, O extends object, C>(
  client: C & { middlewareStack: MiddlewareStack<I, O> },
): C => {
  const place = { relation: 'before', toMiddleware: 'deserializerMiddleware', name: 'limitEachTry' } as const;
  client.middlewareStack.addRelativeTo(limitEachTry<I, O>(), place);
  return client;
};
