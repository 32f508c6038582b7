import { recordAccess } from '../../audit/public.ts';
import type { Staff } from '../../kit/http/session.ts';
import { apply } from '../../kit/store/write.ts';
import type { Ports } from '../../kit/ports.ts';
import { formatMoney } from '../../kit/value/money.ts';
import { refuse } from '../../kit/value/result.ts';
import { seconds } from '../../kit/value/time.ts';
import type { Wake } from '../../kit/work/wake.ts';
import { getOrder } from '../../orders/public.ts';
import type { DisputeAction } from '../../paypal/public.ts';
import type { StaffRoutes } from '../../kit/http/types.ts';
import type { payments } from '../contract.ts';
import type { DisputeRecord } from '../domain/disputes.ts';
import { disputePut, disputesOf, getDispute } from './store.ts';

type Of = StaffRoutes<typeof payments, Ports & { wake: Wake }>;
type Asked = { id: string; action: DisputeAction; staff: Staff };

const view = (record: DisputeRecord) => {
  const { id, order, state, status, stage, reason, amount, due, opened, offers, response, parked } = record;
  return {
    ...{ id, order, state, status, stage, reason, opened, offers, parked },
    amount: formatMoney(amount),
    due: due === undefined ? undefined : new Date(due).toISOString(),
    response: response && { ...response, done: response.done === true },
  };
};

const cursorOf = (next: { id: string; checkAt: number } | undefined): string | null =>
  next ? Buffer.from(`${next.checkAt} ${next.id}`).toString('base64url') : null;

const placeOf = (cursor: string | undefined) => {
  const [, checkAt, id] = /^(\d{1,12}) (\S{1,255})$/.exec(Buffer.from(cursor ?? '', 'base64url').toString()) ?? [];
  return id === undefined ? undefined : { id, checkAt: Number(checkAt) };
};

/** Stores what staff decided; the sweeper, woken, does it. Deciding the same again changes nothing. */
const decide = async ({ id, action, staff }: Asked, ports: Ports & { wake: Wake }) => {
  for (let round = 0; round < 5; round += 1) {
    const record = await getDispute(id, ports);
    const order = record && (await getOrder(record.order, ports));
    if (!record || !order) return refuse('not-found');
    const isDecided = record.response?.action === action;
    if (!isDecided && (record.state !== 'open' || record.response?.done)) return refuse('dispute-closed');
    if (!isDecided && !record.offers.includes(action)) return refuse('not-offered');
    const at = ports.now();
    const fields = action === 'evidence' ? ['order', 'payer-address'] : ['order'];
    await recordAccess(
      { staff: staff.id, person: order.buyer, fields, reason: order.id, action: `dispute-${action}`, at },
      ports,
    );
    if (isDecided) return { status: 202 as const, body: view(record) };
    const response = { action, by: staff.id, at: at.toISOString() };
    const next = { ...record, response, checkAt: seconds(at), version: record.version + 1 };
    if (!(await apply(disputePut(next, ports), ports)).applied) continue;
    await ports.wake('payments.sweep');
    return { body: view(next) };
  }
  return refuse('dispute-closed');
};

/** Staff's look at disputes, and what they decide. Money and PINs go by what PayPal says afterwards. */
export const disputeRoutes: Pick<Of, 'listDisputes' | 'giveEvidence' | 'acceptDispute'> = {
  listDisputes: async ({ query: { state, limit, cursor } }, ports) => {
    const { items, next } = await disputesOf(state, { limit: Number(limit ?? 20), after: placeOf(cursor) }, ports);
    return { body: { items: items.map(view), next: cursorOf(next) } };
  },
  giveEvidence: ({ path: { id }, staff }, ports) => decide({ id, action: 'evidence', staff }, ports),
  acceptDispute: ({ path: { id }, staff }, ports) => decide({ id, action: 'accept', staff }, ports),
};
