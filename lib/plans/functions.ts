import type { Context } from '../../functions/kit/contract/contract.ts';
import { apiTimeout, asksForSession, routeKeysOf, type RouteSpec } from '../../functions/kit/contract/route.ts';
import type { Needs, Uses } from '../../functions/kit/contract/uses.ts';
import { isStream, type Trigger } from '../../functions/kit/contract/worker.ts';
import { expand, streamOf } from './uses.ts';

/** Who calls the routes of a function: everybody, or staff. */
export type Audience = 'public' | 'staff';

/** One Lambda function as the contracts imply it. Tables in needs and triggers have their qualified names. */
export type FunctionPlan = {
  /** `<context>-<audience>`, or `<context>-<worker>`. */
  name: string;
  context: string;
  /** The audience, or the worker's name. */
  part: string;
  /** Seconds. */
  timeout: number;
  needs: Needs;
  /** Contexts whose `port.ts` makes a port of the function. */
  ports: readonly string[];
  /** Route keys, as API Gateway writes them. */
  routes: readonly string[];
  /** What starts a worker; absent for functions behind routes. */
  on?: Trigger;
};

/** Returns the audience of a route, by who may call it. */
export const audienceOf = ({ auth }: Pick<RouteSpec, 'auth'>): Audience =>
  auth.startsWith('staff:') ? 'staff' : 'public';

/** What finding out who has signed in takes, of every function that has a route which asks for it. */
const sessions = ['port:accounts', 'accounts.sessionOf'] as const;

const usesOf = (routes: readonly RouteSpec[]): Uses => [
  ...(routes.some(asksForSession) ? sessions : []),
  ...routes.flatMap((route) => route.uses),
];

const behindRoutes = (contexts: readonly Context[], context: Context, audience: Audience): FunctionPlan[] => {
  const specs = Object.values(context.routes ?? {}).filter((route) => audienceOf(route) === audience);
  if (specs.length === 0) return [];
  return [
    {
      name: `${context.name}-${audience}`,
      context: context.name,
      part: audience,
      timeout: apiTimeout,
      ...expand(contexts, context, usesOf(specs)),
      routes: specs.flatMap(routeKeysOf),
    },
  ];
};

const workers = (contexts: readonly Context[], context: Context): FunctionPlan[] =>
  Object.entries(context.workers ?? {}).map(([worker, { on, timeout, uses }]) => ({
    name: `${context.name}-${worker}`,
    context: context.name,
    part: worker,
    timeout,
    ...expand(contexts, context, uses),
    routes: [],
    on: isStream(on) ? { ...on, stream: streamOf(contexts, context, on.stream) } : on,
  }));

/**
 * Returns all functions of all contexts, which are ordered from the bottom up: one for a context's routes of each
 * audience, one for each of its workers. Throws a UsesError.
 */
export const functionsOf = (contexts: readonly Context[]): FunctionPlan[] =>
  contexts.flatMap((context) => [
    ...behindRoutes(contexts, context, 'public'),
    ...behindRoutes(contexts, context, 'staff'),
    ...workers(contexts, context),
  ]);

export { functionName } from '../../functions/kit/contract/names.ts';
