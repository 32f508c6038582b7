import { fromOwnOrigin } from '../origin.ts';
import { isOwnPagesOnly } from '../raises.ts';
import { Refused } from '../refused.ts';
import { callOf, type Middleware } from './middleware.ts';

/** Refuses a request from another site that would change something. */
export const ownOrigin = (origin: string): Middleware => ({
  before: ({ event, context }) => {
    if (isOwnPagesOnly(callOf(context).spec) && !fromOwnOrigin(event, origin))
      throw new Refused<'ownOrigin'>('foreign-origin');
  },
});
