import * as z from 'zod/mini';
import { isRefusal } from '../../value/result.ts';
import { json, problem } from '../response.ts';
import type { Problems, ProblemSpec } from '../problem.ts';
import { callOf, type Middleware, type Outcome } from './middleware.ts';

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
        ? problem(outcome.refused, specOf(outcome.refused), request.context.awsRequestId, undefined, outcome.headers)
        : json(outcome.accepted ? 202 : (spec.status ?? 200), z.parse(spec.returns, outcome.body), outcome.headers);
      const cookies = [...identity.cookies, ...(outcome.cookies ?? [])];
      request.response = { ...response, ...(cookies.length > 0 && { cookies }) };
    },
  };
};
