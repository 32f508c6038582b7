import * as z from 'zod/mini';
import type { PayloadHandler } from '../kit/work/invoke.ts';
import type { RecordHandler } from '../kit/work/stream.ts';
import { approvedHere, getOrder } from '../orders/public.ts';
import { settle as settleOrder } from './settle/settle.ts';
import { settleEvent } from './settle/settle-event.ts';
import type { SettlePorts } from './settle/ports.ts';
import { refundNow } from './refund/refund-now.ts';
import { EventItem, keepUnsettled } from './store.ts';

export { reconcile } from './reconcile/reconcile.ts';
export { sweep } from './sweep.ts';

const Charge = z.object({ order: z.string() });

/** Settles an order that a saved payment method is to pay: nobody comes back from PayPal for it. Safe to repeat. */
export const charge: PayloadHandler<SettlePorts> = async (payload, ports) => {
  const { order: customId } = z.parse(Charge, payload);
  const order = await getOrder(customId, ports);
  const paypalOrder = order && approvedHere(order);
  if (paypalOrder !== undefined) await settleOrder(paypalOrder, ports, { customId });
};

/** Settles the order that a new event is about; one that fails is the sweeper's too from then on. */
export const settle: RecordHandler<SettlePorts> = async (item, ports) => {
  const event = z.parse(EventItem, item);
  try {
    await settleEvent(event, ports);
  } catch (error) {
    await keepUnsettled(event.id, ports);
    throw error;
  }
};

const Refunding = z.object({ id: z.string(), refunds: z.record(z.string(), z.object({ state: z.string() })) });

/** Has PayPal make the refunds that an order's row requests; those that PayPal has already are the sweeper's. */
export const refund: RecordHandler<SettlePorts> = async (item, ports) => {
  const { id, refunds } = z.parse(Refunding, item);
  for (const [refundId, { state }] of Object.entries(refunds))
    if (state === 'requested') await refundNow(id, refundId, ports);
};
