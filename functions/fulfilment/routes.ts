import { mayOpen } from '../accounts/public.ts';
import type { KeyWrapper } from '../kit/crypto/data-keys.ts';
import type { Secrets } from '../kit/crypto/secrets.ts';
import type { Customer } from '../kit/http/session.ts';
import type { Routes } from '../kit/http/types.ts';
import type { Ports } from '../kit/ports.ts';
import { isRefusal, refuse } from '../kit/value/result.ts';
import { getOrder, orderView, type Order } from '../orders/public.ts';
import { pinsOf } from '../pins/public.ts';
import { revealNoticeOf } from '../policy/public.ts';
import type { fulfilment } from './contract.ts';
import { hiddenBy, isShown } from './domain.ts';
import { report } from './report-pin.ts';
import { revealOrder } from './reveal.ts';

/** The order, if it is the buyer's own: that of the customer, or of whoever showed its token. */
const ownOrder = async (id: string, customer: Customer | undefined, ports: Ports): Promise<Order | undefined> => {
  const order = await getOrder(id, ports);
  return order && customer && !customer.persons.includes(order.buyer) ? undefined : order;
};

const view = (order: Order) => ({
  ...orderView(order),
  revealNotice: revealNoticeOf(order.revealed?.text),
  revealFrom: order.revealFrom,
  withdrawnAt: order.withdrawal?.at,
});

/** The buyer's look at an order, and the reveal of its PINs. */
export const routes: Routes<typeof fulfilment, Ports & { secrets: Secrets; keys: KeyWrapper }> = {
  readOrder: async ({ path, customer }, ports) => {
    const order = await ownOrder(path.id, customer, ports);
    if (!order) return refuse('not-found');
    const mayAsk = isShown(order) || hiddenBy(order, ports.now()) === undefined;
    if (mayAsk && !mayOpen(customer, order.buyer, ports.now()))
      return { body: { ...view(order), signInForPins: true } };
    return { body: { ...view(order), ...(isShown(order) && { pins: await pinsOf(order.id, ports) }) } };
  },

  revealOrder: async ({ path, body, customer }, ports) => {
    const order = await ownOrder(path.id, customer, ports);
    if (!order) return refuse('not-found');
    if (!mayOpen(customer, order.buyer, ports.now())) return refuse('sign-in-again');
    const revealed = await revealOrder(order, body.consentHash, ports);
    return isRefusal(revealed) ? revealed : { body: { ...view(revealed), pins: await pinsOf(order.id, ports) } };
  },

  reportPin: async ({ path, body, customer }, ports) => {
    const order = await ownOrder(path.id, customer, ports);
    if (!order) return refuse('not-found');
    const said = await report(order, Number(path.n), body.problem, ports);
    return isRefusal(said) ? said : { body: said };
  },
};
