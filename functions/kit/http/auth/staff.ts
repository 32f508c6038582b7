import { Refused } from '../refused.ts';
import type { Check } from './check.ts';

/** Refuses everybody: no issuer of staff tokens is configured. */
export const staff: Check = () => {
  throw new Refused<'authenticate'>('unauthorized');
};
