import { errorFields, type Log } from '../../log.ts';
import { isUnavailable } from '../../store/unavailable.ts';
import { problem } from '../response.ts';
import { problems as known, type FieldError, type ProblemSlug } from '../problem.ts';
import type { Raised } from '../raises.ts';
import { Refused } from '../refused.ts';
import type { Middleware } from './middleware.ts';

const down: Raised<'problems'> = 'unavailable';

/**
 * Makes a problem of every error: of a refused request its own, of a dependency that is down 503, of the rest 500, which is
 * our mistake. It sets the response and returns nothing, so that the middlewares before it see the response too.
 */
export const problems = (log: Log): Middleware => ({
  onError: (request) => {
    const { awsRequestId: instance, call } = request.context;
    const error: unknown = request.error;
    const become = (slug: ProblemSlug, errors?: readonly FieldError[]): void => {
      request.response = problem(slug, known[slug], instance, errors);
    };
    if (error instanceof Refused) return become(error.slug, error.errors);
    const unavailable = isUnavailable(error);
    const fields = { route: call?.spec.at ?? '', request: instance, ...errorFields(error) };
    log[unavailable ? 'warn' : 'error']('request failed', fields);
    become(unavailable ? down : 'internal-error');
  },
});
