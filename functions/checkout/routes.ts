import { pinsOf } from '../fulfilment/public.ts';
import type { Routes } from '../kit/http/types.ts';
import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Ports } from '../kit/ports.ts';
import { refuse } from '../kit/value/result.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { PayPalCall } from '../paypal/public.ts';
import { checkOut } from './check-out.ts';
import type { checkout } from './contract.ts';
import { getOrder } from '../orders/store.ts';
import { orderView } from '../orders/view.ts';

export type CheckoutPorts = Ports & { secrets: Secrets; keys: KeyWrapper; paypal: PayPalCall };

/** The routes of checkout: place an order, read an order. */
export const routes: Routes<typeof checkout, CheckoutPorts> = {
  placeOrder: checkOut,
  readOrder: async ({ path }, ports) => {
    const order = await getOrder(path.id, ports);
    if (!order) return refuse('not-found');
    const open = order.status === 'fulfilled' && !order.disputed;
    return { body: { ...orderView(order), ...(open && { pins: await pinsOf(order.id, ports) }) } };
  },
};
