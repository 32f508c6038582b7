import { sessionCookie, sessionOf, visitorOf } from '../visitor.ts';
import type { Check } from './check.ts';

/** Returns the visitor of the session; a session comes with the first shopping route, and who has one keeps it. */
export const visitor: Check = (event, ports) => {
  const session = sessionOf(event);
  if (session) return { visitor: visitorOf(session), cookies: [] };
  const fresh = ports.newId();
  return { visitor: visitorOf(fresh), cookies: [sessionCookie(fresh)] };
};
