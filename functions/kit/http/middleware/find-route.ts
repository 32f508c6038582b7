import { Refused } from '../refused.ts';
import { nobody } from '../auth/check.ts';
import type { Call, Middleware, Served } from './middleware.ts';

/** Finds the route of a call by its key, never by its path. */
export const findRoute = (routes: ReadonlyMap<string, Served>): Middleware => ({
  before: ({ event, context }) => {
    const served = routes.get(event.routeKey);
    if (!served) throw new Refused<'findRoute'>('not-found');
    context.call = { ...served, identity: nobody } as Call;
  },
});
