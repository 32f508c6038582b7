import { disputeWrite, findOrder, getOrder, type Order } from '../../orders/public.ts';
import { readDispute, type SeenDispute } from '../../paypal/public.ts';
import { Unavailable } from '../../kit/http/problem.ts';
import { transact } from '../../kit/store/write.ts';
import { besideOrder, recorded, type DisputeRecord } from '../domain/disputes.ts';
import type { SettlePorts } from '../settle/ports.ts';
import { disputePut, getDispute } from './store.ts';

/** What an event tells of a dispute: captures and our order's id are where to look in our own record. */
type Hint = { capture?: string | undefined; customId?: string | undefined };

/** Both sides of a dispute as they are once it was read back. */
export type LookedInto = { record: DisputeRecord; order: Order };

const ours = async (hints: readonly Hint[], ports: SettlePorts): Promise<Order | undefined> => {
  for (const hint of hints) {
    const found = hint.capture === undefined ? undefined : await findOrder(undefined, hint, ports);
    if (found) return found.order;
  }
  return undefined;
};

const orderOf = async (
  record: DisputeRecord | undefined,
  seen: SeenDispute,
  ports: SettlePorts,
): Promise<Order | undefined> => (record ? getOrder(record.order, ports) : ours(seen.transactions, ports));

const sameExceptTimes = (a: DisputeRecord, b: DisputeRecord): boolean =>
  JSON.stringify({ ...a, checkAt: 0, version: 0 }) === JSON.stringify({ ...b, checkAt: 0, version: 0 });

const dueOf = ({ due }: DisputeRecord): string | undefined =>
  due === undefined ? undefined : new Date(due).toISOString();

/** Writes what was read, all or nothing: the dispute, its mark on the order, the money that it took. */
const keep = async (
  { record, order }: LookedInto,
  before: DisputeRecord | undefined,
  ports: SettlePorts,
): Promise<Order | undefined> => {
  const taken = record.state === 'lost' && order.disputes?.[record.id]?.state !== 'lost' ? record.amount : undefined;
  const at = ports.now();
  const change = disputeWrite(order, { id: record.id, dispute: besideOrder(record, dueOf(record)), taken, at }, ports);
  const outcome = await transact([change.write, disputePut(record, ports)], ports);
  if (!outcome.done) return undefined;
  if (change.excess) ports.log.error('charged back beyond the capture', { outcome: 'excess' });
  if (record.parked !== undefined && before?.parked === undefined)
    ports.log.error('dispute parked', { outcome: record.parked });
  return change.order;
};

/**
 * Reads a dispute back from PayPal and keeps what it says: the dispute's row, the flag beside the order's status, and once
 * it is lost what was charged back; the PINs of an order that ends by it are fulfilment's then. `unknown` when it is about no capture of our
 * record (yet), or PayPal does not know it. Safe to run twice, at once, and to lose half-way.
 */
export const lookIntoDispute = async (id: string, hint: Hint, ports: SettlePorts): Promise<LookedInto | 'unknown'> => {
  for (let round = 0; round < 6; round += 1) {
    const before = await getDispute(id, ports);
    if (!before && hint.capture !== undefined && !(await ours([hint], ports))) return 'unknown';
    const seen = await readDispute(ports.paypal, id);
    const order = seen && (await orderOf(before, seen, ports));
    if (!seen || !order) return 'unknown';
    const record = recorded(before, seen, order, ports.now());
    if (!record) return changed({ record: before as DisputeRecord, order }, seen, ports);
    if (before && sameExceptTimes(before, record)) return { record: before, order };
    const kept = await keep({ record, order }, before, ports);
    if (kept) return { record, order: kept };
  }
  throw new Unavailable('a dispute did not come to rest in time');
};

/** PayPal says something else of one that was lost than before, or what was read is old. */
const changed = (it: LookedInto, seen: SeenDispute, ports: SettlePorts): LookedInto => {
  if (seen.updated > it.record.updated) ports.log.error('dispute parked', { outcome: 'changed-after-lost' });
  return it;
};
