import { recordAccess } from '../audit/public.ts';
import type { StaffRoutes } from '../kit/http/types.ts';
import type { Staff } from '../kit/http/session.ts';
import type { Ports } from '../kit/ports.ts';
import { madeId, requestId } from '../kit/store/idempotency.ts';
import { prompt } from '../kit/store/retry.ts';
import { apply } from '../kit/store/write.ts';
import { refuse } from '../kit/value/result.ts';
import { getOrder, orderView, type Order } from '../orders/public.ts';
import type { fulfilment } from './contract.ts';
import { receiptWrite } from './receipt.ts';

/** An order is a reason of its own: it belongs to the person who placed it. */
const record = (
  { staff, order, action, fields }: { staff: Staff; order: Order; action: string; fields: readonly string[] },
  ports: Ports,
): Promise<void> =>
  recordAccess(
    { staff: staff.id, person: order.buyer, fields: [...fields], reason: order.id, action, at: ports.now() },
    ports,
  );

const isFulfilled = ({ history }: Order): boolean => history.some(({ status }) => status === 'fulfilled');

/** An order's routes for staff of the group support. Each is recorded before anything is shown or done. */
export const routes: StaffRoutes<typeof fulfilment> = {
  lookUpOrder: async ({ path, staff }, ports) => {
    const order = await getOrder(path.id, ports);
    if (!order) return refuse('not-found');
    await record({ staff, order, action: 'look-up-order', fields: ['order'] }, ports);
    const { buyer: person, paypalOrder, capture, parked } = order;
    return { body: { ...orderView(order), person, paypalOrder, capture, parked } };
  },

  sendReceipt: async ({ path, staff, idempotencyKey, route }, ports) => {
    const order = await getOrder(path.id, ports);
    if (!order) return refuse('not-found');
    if (!isFulfilled(order)) return refuse('no-receipt');
    await record({ staff, order, action: 'send-receipt', fields: ['email'] }, ports);
    const again = madeId(requestId(`${route} ${order.id}`, staff.id, idempotencyKey ?? ports.newId()));
    // A letter of this name is that of the same request, which came before.
    await apply(receiptWrite(order, ports.now(), ports, again), ports, prompt);
    return { body: {} };
  },
};
