import { visitorOfPerson } from '../visitor.ts';
import { customerOf, hasBearer } from './bearer.ts';
import type { Check } from './check.ts';
import { visitor } from './visitor.ts';

/**
 * Returns the customer when the request has an access token, which has to be good then, and else the visitor of the session. A
 * customer's things are kept under an id of the person, whatever the session.
 */
export const visitorOrCustomer: Check = async (event, ports, route) => {
  if (!hasBearer(event)) return visitor(event, ports, route);
  const customer = await customerOf(event, ports, route);
  return { visitor: visitorOfPerson(customer.person), cookies: [], customer };
};
