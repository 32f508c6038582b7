import { asksForSession, type RouteSpec } from '../contract/route.ts';
import type { ProblemSlug } from './problem.ts';

/** Returns whether a route is for the shop's own pages: it changes something, and is not proven by a signature. */
export const isOwnPagesOnly = ({ at, auth }: Pick<RouteSpec, 'at' | 'auth'>): boolean =>
  !at.startsWith('GET ') && at !== '$default' && auth !== 'signed-webhook' && auth !== 'signed-link';

const withBody = ['unsupported-media-type', 'body-too-large'] as const;

/**
 * The problems that each middleware of `serve` can raise for a route. A middleware can refuse with no other (`Refused` is
 * typed by this), and the OpenAPI document says these beside what the route declares.
 */
export const raises = {
  // Whoever comes to a route has found it.
  findRoute: (): 'not-found'[] => [],
  ownOrigin: (route: RouteSpec) => (isOwnPagesOnly(route) ? (['foreign-origin'] as const) : []),
  authenticate: ({ auth, states }: RouteSpec) => [
    ...(auth === 'buyer' ? (['not-found'] as const) : []),
    ...(asksForSession({ auth }) ? (['unauthorized'] as const) : []),
    ...(auth.startsWith('staff:') ? (['forbidden'] as const) : []),
    ...(asksForSession({ auth }) && !auth.startsWith('staff:') && !states ? (['account-deactivated'] as const) : []),
  ],
  validate: ({ auth, body, media, idempotencyKey }: RouteSpec) => [
    ...(auth === 'signed-webhook' ? [] : (['invalid-request'] as const)),
    ...(body ? withBody : []),
    ...(body && !media ? (['malformed-json'] as const) : []),
    ...(idempotencyKey ? (['idempotency-key-required'] as const) : []),
    'invalid-idempotency-key' as const,
  ],
  problems: () => ['unavailable'] as const,
} satisfies Record<string, (route: RouteSpec) => readonly ProblemSlug[]>;

/** The slugs that a middleware names. */
export type Raised<M extends keyof typeof raises> = ReturnType<(typeof raises)[M]>[number];

/** Returns what can go wrong with a route whatever its handler does. */
export const raisedFor = (route: RouteSpec): ProblemSlug[] => Object.values(raises).flatMap((each) => each(route));
