import { cart } from './cart/contract.ts';
import { catalogue } from './catalogue/contract.ts';
import { checkout } from './checkout/contract.ts';
import { fulfilment } from './fulfilment/contract.ts';
import { mail } from './mail/contract.ts';
import { meta } from './meta/contract.ts';
import { payments } from './payments/contract.ts';
import { profile } from './people/contract.ts';
import type { Context } from './kit/contract/contract.ts';

/** Every context of the system; a new one is a folder and a line here. */
export const contexts: readonly Context[] = [catalogue, cart, checkout, payments, fulfilment, mail, profile, meta];
