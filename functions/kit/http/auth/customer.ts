import { customerOf } from './bearer.ts';
import { nobody, type Check } from './check.ts';

/** Returns the customer who has signed in, and refuses everybody else, staff included. */
export const customer: Check = async (event, ports, route) => ({
  ...nobody,
  customer: await customerOf(event, ports, route),
});
