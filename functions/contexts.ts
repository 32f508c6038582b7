import { accounts } from './accounts/contract.ts';
import { audit } from './audit/contract.ts';
import { cart } from './cart/contract.ts';
import { catalogue } from './catalogue/contract.ts';
import { checkout } from './checkout/contract.ts';
import { fulfilment } from './fulfilment/contract.ts';
import { identity } from './identity/contract.ts';
import type { Context } from './kit/contract/contract.ts';
import { mail } from './mail/contract.ts';
import { meta } from './meta/contract.ts';
import { orders } from './orders/contract.ts';
import { payments } from './payments/contract.ts';
import { paypal } from './paypal/contract.ts';
import { people } from './people/contract.ts';
import { pins } from './pins/contract.ts';
import { policy } from './policy/contract.ts';
import { preferences } from './preferences/contract.ts';
import { privacy } from './privacy/contract.ts';
import { subscriptions } from './subscriptions/contract.ts';

/**
 * Every context, from the bottom up: a context imports, uses and names only those before it. What a higher one must
 * learn of a lower one reaches it by the lower one's stream. A new context is a folder and a line here.
 */
export const contexts: readonly Context[] = [
  audit,
  policy,
  pins,
  people,
  preferences,
  orders,
  paypal,
  identity,
  mail,
  accounts,
  catalogue,
  cart,
  fulfilment,
  payments,
  subscriptions,
  checkout,
  privacy,
  meta,
];
