import middy from '@middy/core';
import type { Context, ContextSpec } from '../contract/contract.ts';
import { apiTimeout, routeKeysOf, usualDeadline } from '../contract/route.ts';
import { authenticate } from './middleware/authenticate.ts';
import { findRoute } from './middleware/find-route.ts';
import { head } from './middleware/head.ts';
import { logStatus } from './middleware/log-status.ts';
import { callOf, type CallContext, type Event, type Served } from './middleware/middleware.ts';
import { ownOrigin } from './middleware/own-origin.ts';
import { problems } from './middleware/problems.ts';
import { returns } from './middleware/returns.ts';
import { scrub } from './middleware/scrub.ts';
import { validate } from './middleware/validate.ts';
import { problemsOf, Unavailable } from './problem.ts';
import type { Routes, ServePorts, StaffRoutes } from './types.ts';

/**
 * The response to everything comes within five seconds: 4.5 s after a call began a 503 goes out, and every step can be run
 * again; later in a function with a route that says so. Middy's time-out starts with the handler and counts from Lambda's own;
 * before the handler only a secret is read, which gives up after two tries of 1.5 s.
 */
const deadlineOf = (routes: readonly Served[]) => ({
  timeoutEarlyInMillis: apiTimeout * 1000 - Math.max(usualDeadline, ...routes.map(({ spec }) => spec.deadline ?? 0)),
  timeoutEarlyResponse: () => {
    throw new Unavailable('deadline');
  },
});

/**
 * Returns the Lambda handler of a context's routes of one audience (HTTP API, payload 2.0). Parses what comes in and what goes out by
 * the contract; every failure becomes one problem, and no input makes a 5xx. On the way out the list is read from its
 * end.
 */
export const serve = <D extends ContextSpec, P extends ServePorts>(
  context: Context<D>,
  routes: Routes<D, P> | StaffRoutes<D, P>,
  ports: P,
) => {
  const table = new Map<string, Served>(
    Object.entries(context.routes ?? {}).flatMap(([name, spec]) => {
      const handle = (routes as Record<string, Served['handle'] | undefined>)[name];
      return handle ? routeKeysOf(spec).map((key) => [key, { spec, handle }] as const) : [];
    }),
  );
  return middy<Event, unknown, Error, CallContext>(deadlineOf([...table.values()]))
    .use(scrub)
    .use(head)
    .use(logStatus(ports.log))
    .use(problems(ports.log))
    .use(findRoute(table))
    .use(ownOrigin(ports.settings.origin))
    .use(authenticate(ports))
    .use(validate)
    .use(returns(problemsOf(context)))
    .handler(async (_event, lambdaContext) => {
      const { handle, request } = callOf(lambdaContext);
      return handle(request, ports);
    });
};
