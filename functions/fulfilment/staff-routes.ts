import { recordAccess } from '../audit/public.ts';
import type { StaffRoutes } from '../kit/http/types.ts';
import type { Staff } from '../kit/http/session.ts';
import type { Ports } from '../kit/ports.ts';
import { madeId, requestId } from '../kit/store/idempotency.ts';
import { prompt } from '../kit/store/retry.ts';
import { apply } from '../kit/store/write.ts';
import { isRefusal, refuse } from '../kit/value/result.ts';
import { getOrder, orderView, type Order } from '../orders/public.ts';
import { orderPins, recallBatch, type Unfit } from '../pins/public.ts';
import type { fulfilment } from './contract.ts';
import { receiptWrite } from './receipt.ts';
import { replace } from './replace-pin.ts';

/** An order is a reason of its own: it belongs to the person who placed it. */
const record = (
  { staff, order, action, fields }: { staff: Staff; order: Order; action: string; fields: readonly string[] },
  ports: Ports,
): Promise<void> =>
  recordAccess(
    { staff: staff.id, person: order.buyer, fields: [...fields], reason: order.id, action, at: ports.now() },
    ports,
  );

/** Why a PIN is never sold again, without its card. */
const reasonOf = (unfit: string | undefined): Unfit | undefined => unfit?.split(':')[0] as Unfit | undefined;

const isFulfilled = ({ history }: Order): boolean => history.some(({ status }) => status === 'fulfilled');

/** An order's routes for staff of the group support. Each is recorded before anything is shown or done. */
export const routes: StaffRoutes<typeof fulfilment> = {
  lookUpOrder: async ({ path, staff }, ports) => {
    const order = await getOrder(path.id, ports);
    if (!order) return refuse('not-found');
    await record({ staff, order, action: 'look-up-order', fields: ['order'] }, ports);
    const { buyer: person, paypalOrder, capture, parked } = order;
    const pinStates = (await orderPins(order.id, ports)).pins.map(({ unfit, ...pin }) => ({
      ...pin,
      unfit: reasonOf(unfit),
    }));
    const { withdrawalAsked, revealed, withdrawal } = order;
    const said = { revealedAt: revealed?.at, withdrawnAt: withdrawal?.at, withdrawalAsked };
    return { body: { ...orderView(order), person, paypalOrder, capture, parked, ...said, pinStates } };
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

  replacePin: async ({ path, staff }, ports) => {
    const order = await getOrder(path.id, ports);
    if (!order) return refuse('not-found');
    await record({ staff, order, action: 'replace-pin', fields: ['order'] }, ports);
    const outcome = await replace(order, Number(path.n), ports);
    return isRefusal(outcome) ? outcome : { body: { n: Number(path.n), replaced: true } };
  },

  recallPins: async ({ path: { sku }, body: { batch, cursor } }, ports) => {
    const { next, ...recalled } = await recallBatch({ sku, batch, after: cursor }, ports);
    if (recalled.pins > 0) ports.log.info('batch recalled', { count: recalled.pins });
    return { body: { ...recalled, next: next ?? null } };
  },
};
