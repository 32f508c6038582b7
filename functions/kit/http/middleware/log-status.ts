import type { Log } from '../../log.ts';
import type { Middleware, Result } from './middleware.ts';

/** Logs the status that every call of a route came to. */
export const logStatus = (log: Log): Middleware => {
  const note: Middleware['after'] = ({ context: { awsRequestId: request, call }, response }) => {
    const status = (response as Result).statusCode ?? 200;
    if (call) log.info('responded', { route: call.spec.at, request, status });
  };
  return { after: note, onError: note };
};
