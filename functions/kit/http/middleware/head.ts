import { headOf } from '../response.ts';
import type { Middleware, Result } from './middleware.ts';

const withoutBody: Middleware['after'] = (request) => {
  if (request.event.requestContext.http.method === 'HEAD') request.response = headOf(request.response as Result);
};

/** Makes the response to HEAD of that to GET, be it good or a problem. */
export const head: Middleware = { after: withoutBody, onError: withoutBody };
