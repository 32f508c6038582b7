import { recordAccess } from '../audit/public.ts';
import type { StaffRoutes } from '../kit/http/types.ts';
import type { Ports } from '../kit/ports.ts';
import type { Wake } from '../kit/work/wake.ts';
import { madeId, requestId } from '../kit/store/idempotency.ts';
import { formatMoney, parseMoney, type Money, type MoneyText } from '../kit/value/money.ts';
import { isRefusal, refuse, type Refusal } from '../kit/value/result.ts';
import { getOrder, refundable, type Order } from '../orders/public.ts';
import type { payments } from './contract.ts';
import { disputeRoutes } from './disputes/staff-routes.ts';
import { statementRoutes } from './reconcile/staff-routes.ts';
import { requestRefund } from './refund/request.ts';

const wantedOf = (amount: MoneyText | undefined): Money | undefined | Refusal<'not-an-amount'> =>
  amount && parseMoney(amount.amount, amount.currency);

const view = (order: Order, id: string) => {
  const refund = order.refunds?.[id];
  if (!refund) throw new Error('a refund that was requested is not there');
  return { id, state: refund.state, amount: formatMoney(refund.amount), left: formatMoney(refundable(order)) };
};

/** What staff of the group support do about money; each is recorded before anything is done. */
export const routes: StaffRoutes<typeof payments, Ports & { wake: Wake }> = {
  ...disputeRoutes,
  ...statementRoutes,

  refundOrder: async ({ path, body, staff, idempotencyKey, route }, ports) => {
    const amount = wantedOf(body.amount);
    if (isRefusal(amount)) return refuse('invalid-request');
    const order = await getOrder(path.id, ports);
    if (!order) return refuse('not-found');
    // An order is a reason of its own: it belongs to the person who placed it.
    await recordAccess(
      {
        staff: staff.id,
        person: order.buyer,
        fields: ['order'],
        reason: order.id,
        action: 'refund-order',
        at: ports.now(),
      },
      ports,
    );
    const id = `refund-${madeId(requestId(`${route} ${order.id}`, staff.id, idempotencyKey ?? ports.newId()))}`;
    const refunding = await requestRefund(order, { id, amount, reason: body.reason, by: 'staff' }, ports);
    return isRefusal(refunding) ? refunding : { body: view(refunding, id) };
  },
};
