import { mayOpen } from '../accounts/public.ts';
import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Routes } from '../kit/http/types.ts';
import type { Ports } from '../kit/ports.ts';
import { refuse } from '../kit/value/result.ts';
import { getOrder, orderView } from '../orders/public.ts';
import { pinsOf } from '../pins/public.ts';
import type { fulfilment } from './contract.ts';

/** The buyer's look at an order, and at its PINs once it is fulfilled. */
export const routes: Routes<typeof fulfilment, Ports & { secrets: Secrets; keys: KeyWrapper }> = {
  readOrder: async ({ path, customer }, ports) => {
    const order = await getOrder(path.id, ports);
    if (!order || (customer && !customer.persons.includes(order.buyer))) return refuse('not-found');
    if (order.status !== 'fulfilled' || order.disputed) return { body: orderView(order) };
    if (!mayOpen(customer, order.buyer, ports.now())) return { body: { ...orderView(order), signInForPins: true } };
    return { body: { ...orderView(order), pins: await pinsOf(order.id, ports) } };
  },
};
