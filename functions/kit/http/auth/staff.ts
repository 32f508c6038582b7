import { Refused } from '../refused.ts';
import { sessionOf } from './bearer.ts';
import { nobody, type Check } from './check.ts';

/** Returns the member of staff who has signed in. Customers, and staff of other groups than the route's, are refused (403). */
export const staff: Check = async (event, ports, { auth }) => {
  const session = await sessionOf(event, ports);
  if (session.kind !== 'staff') throw new Refused<'authenticate'>('forbidden');
  const { id, groups } = session;
  if (auth !== 'staff:any' && !groups.some((group) => auth === `staff:${group}`))
    throw new Refused<'authenticate'>('forbidden');
  return { ...nobody, staff: { id, groups } };
};
