import { Refused } from '../refused.ts';
import type { Check } from './check.ts';
import { visitor } from './visitor.ts';

/** Returns the visitor. No issuer of access tokens is configured, so a request with a bearer token is refused. */
export const visitorOrCustomer: Check = (event, ports, route) => {
  if (event.headers['authorization'] !== undefined) throw new Refused<'authenticate'>('unauthorized');
  return visitor(event, ports, route);
};
