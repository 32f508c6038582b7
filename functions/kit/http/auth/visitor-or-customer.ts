import { Refused } from '../parse.ts';
import type { Check } from './check.ts';
import { visitor } from './visitor.ts';

/** Returns the visitor. No issuer of access tokens is configured, so a request with a bearer token is refused. */
export const visitorOrCustomer: Check = (event, ports) => {
  if (event.headers['authorization'] !== undefined) throw new Refused('unauthorized');
  return visitor(event, ports);
};
