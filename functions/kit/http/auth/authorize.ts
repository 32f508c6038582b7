import type { Auth } from '../../contract/route.ts';
import { buyer } from './buyer.ts';
import { nobody, type Check } from './check.ts';
import { customer } from './customer.ts';
import { staff } from './staff.ts';
import { visitor } from './visitor.ts';
import { visitorOrCustomer } from './visitor-or-customer.ts';

type Kind = Exclude<Auth, `staff:${string}`> | 'staff';

/** Every kind of access has its check; the signature of a webhook or of a link is its route's own to verify. */
const checks: Record<Kind, Check> = {
  public: () => nobody,
  'signed-webhook': () => nobody,
  'signed-link': () => nobody,
  visitor,
  customer,
  'visitor-or-customer': visitorOrCustomer,
  buyer,
  staff,
};

/** Returns the check of a route's `auth`. */
export const checkOf = (auth: Auth): Check => checks[auth.startsWith('staff:') ? 'staff' : (auth as Kind)];
