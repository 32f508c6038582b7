import * as z from 'zod/mini';
import type { RouteSpec } from '../../contract/route.ts';
import { isRefusal } from '../../value/result.ts';
import { htmlPage, json, problem } from '../response.ts';
import type { Problems, ProblemSpec } from '../problem.ts';
import { callOf, type Middleware, type Outcome } from './middleware.ts';

/** Tells whether a client asks for a page: a browser names HTML, a program names JSON, or nothing in particular. */
const wantsPage = (accept = ''): boolean => /(^|[\s,])text\/html\b/i.test(accept);

const goodResponse = (spec: RouteSpec, outcome: Extract<Outcome, { body: unknown }>, accept?: string) => {
  const { body, page, headers, accepted } = outcome;
  const said = z.parse(spec.returns, body);
  const status = accepted ? 202 : (spec.status ?? 200);
  return page !== undefined && wantsPage(accept) ? htmlPage(status, page, headers) : json(status, said, headers);
};

/** Makes the response of what the handler returned: declared fields alone, or a problem of those that its context knows. */
export const returns = (problems: Problems): Middleware => {
  const specOf = (slug: string): ProblemSpec => {
    const spec = problems[slug];
    if (!spec) throw new Error(`no contract declares the problem ${slug}`);
    return spec;
  };
  return {
    after: (request) => {
      const { spec, identity } = callOf(request.context);
      const outcome = request.response as Outcome;
      const response = isRefusal(outcome)
        ? problem(outcome.refused, specOf(outcome.refused), request.context.awsRequestId, undefined, outcome)
        : goodResponse(spec, outcome, request.event.headers['accept']);
      const cookies = [...identity.cookies, ...(outcome.cookies ?? [])];
      request.response = { ...response, ...(cookies.length > 0 && { cookies }) };
    },
  };
};
