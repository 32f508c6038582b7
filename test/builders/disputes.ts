import type { Buyers } from './buyer.ts';
import type { World } from '../harness/shop-in-process.ts';
import { settleEvent } from '../../functions/payments/settle/settle-event.ts';
import { settle } from '../../functions/payments/settle/settle.ts';
import { delivery } from './deliveries.ts';

type Opened = { id: string; captureId: string };

/** Disputes at the PayPal stand-in about orders of a shop in process. */
export const disputesOf = (its: { world: World; buyers: Buyers }) => {
  let events = 0;
  const post = async (path: string, body: object) => {
    const init = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const response = await fetch(`${its.world.paypalUrl}${path}`, init);
    if (!response.ok) throw new Error(`the stand-in returned ${response.status}`);
    return (await response.json()) as Opened & Record<string, unknown>;
  };

  /** An order that is paid and delivered; `shown` has its PINs revealed. */
  const bought = async ({ shown = false } = {}) => {
    const order = await its.buyers.approved();
    await settle(order.paypal, its.buyers.ports);
    if (shown) await its.buyers.shop.revealOrder(order.id, order.token);
    return order;
  };
  const open = (order: string, more: object = {}) => post('/_disputes', { order, ...more });
  const change = (id: string, body: object) => post(`/_disputes/${id}`, body);

  /** An event about a dispute, as the webhook stores it, on its way through settling. */
  const event = (dispute: Opened, ports = its.buyers.ports) => {
    const about = { type: 'CUSTOMER.DISPUTE.UPDATED', resource: dispute.id, capture: dispute.captureId };
    return settleEvent({ ...delivery(`T-D${(events += 1)}`, about), tries: 0 }, ports);
  };
  const shown = async (id: string) =>
    ((await (await fetch(`${its.world.paypalUrl}/_disputes`)).json()) as Record<string, unknown>[]).find(
      (each) => each['id'] === id,
    );
  return { bought, open, change, event, shown };
};
