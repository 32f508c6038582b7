import { checkOf } from '../auth/authorize.ts';
import type { ServePorts } from '../types.ts';
import { callOf, type Middleware } from './middleware.ts';

/** Finds out who calls, by the route's kind of access. */
export const authenticate = (ports: ServePorts): Middleware => ({
  before: async ({ event, context }) => {
    const call = callOf(context);
    call.identity = await checkOf(call.spec.auth)(event, ports, call.spec);
  },
});
