import { recordAccess } from '../audit/public.ts';
import type { StaffRoutes } from '../kit/http/types.ts';
import type { Staff } from '../kit/http/session.ts';
import { prompt } from '../kit/store/retry.ts';
import { apply } from '../kit/store/write.ts';
import { refuse } from '../kit/value/result.ts';
import { getOrder, type Order } from '../orders/public.ts';
import { contactOf } from '../people/public.ts';
import type { privacy } from './contract.ts';
import { mayLast } from './domain/hold.ts';
import { getHold, holdPut, liftWrite } from './holds.ts';
import { keptFor } from './kept.ts';
import type { StaffPorts } from './staff-person.ts';

type HoldRoutes = Pick<StaffRoutes<typeof privacy, StaffPorts>, 'readHold' | 'setHold' | 'liftHold'>;

/** The order, once it is on record that a member of staff does something about its buyer for it. */
const recorded = async (
  id: string,
  deed: { staff: Staff; action: string; fields: readonly string[] },
  ports: StaffPorts,
): Promise<Order | undefined> => {
  const order = await getOrder(id, ports);
  const access = { staff: deed.staff.id, action: deed.action, reason: id, at: ports.now() };
  await recordAccess(
    order ? { ...access, person: order.buyer, fields: deed.fields } : { ...access, fields: [], explained: false },
    ports,
  );
  return order;
};

const viewOf = async ({ id, buyer, disputed }: Order, ports: StaffPorts) => {
  const [hold, person, kept] = await Promise.all([
    getHold(id, ports),
    contactOf(buyer, ports),
    contactOf(keptFor(id), ports),
  ]);
  const left = kept ? 'kept' : 'erased';
  const view = {
    order: id,
    disputed,
    ...(hold && { hold: { reason: hold.reason, since: hold.at, until: hold.until, liftedAt: hold.liftedAt } }),
    buyer: person ? 'person' : left,
  } as const;
  return { view, kept: kept && { email: kept.email, name: kept.name } };
};

/** The routes by which staff hold back an erasure for a case; each is on record before it shows or does anything. */
export const holdRoutes: HoldRoutes = {
  readHold: async ({ path: { id }, staff }, ports) => {
    const order = await recorded(id, { staff, action: 'read-hold', fields: ['email', 'name'] }, ports);
    if (!order) return refuse('not-found');
    const { view, kept } = await viewOf(order, ports);
    return { body: { ...view, ...(kept && { kept }) } };
  },

  setHold: async ({ path: { id }, body: { reason, until: end }, staff }, ports) => {
    const at = ports.now();
    const until = new Date(end);
    if (!mayLast(until.getTime(), at.getTime())) return refuse('invalid-request');
    const order = await recorded(id, { staff, action: 'set-hold', fields: ['legal-hold'] }, ports);
    if (!order) return refuse('not-found');
    await apply(holdPut({ id, reason, at: at.toISOString(), until: until.toISOString() }, ports), ports, prompt);
    return { body: (await viewOf(order, ports)).view };
  },

  liftHold: async ({ path: { id }, body: { reason }, staff }, ports) => {
    const order = await recorded(id, { staff, action: 'lift-hold', fields: ['legal-hold'] }, ports);
    if (!order) return refuse('not-found');
    // What refuses it was lifted before, perhaps by this very call; without a hold there is nothing to lift.
    await apply(liftWrite(id, { reason, at: ports.now() }, ports), ports, prompt);
    const { view } = await viewOf(order, ports);
    return view.hold ? { body: view } : refuse('not-found');
  },
};
