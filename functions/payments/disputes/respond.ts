import { acceptClaim, payerAddress, PayPalSecret, provideEvidence } from '../../paypal/public.ts';
import type { Order } from '../../orders/public.ts';
import { apply } from '../../kit/store/write.ts';
import { seconds } from '../../kit/value/time.ts';
import { disclosure, isRefused } from '../domain/disclosure.ts';
import { mustWarn, nextDisputeLook, ownResponse, type DisputeRecord } from '../domain/disputes.ts';
import { evidenceOf } from '../domain/evidence.ts';
import type { SettlePorts } from '../settle/ports.ts';
import { lookIntoDispute, type LookedInto } from './look-into.ts';
import { disputePut, lookAgain, recordDisclosure } from './store.ts';

/** Stores a record as it is to be; undefined when another run was faster. */
const stored = async (record: DisputeRecord, ports: SettlePorts): Promise<DisputeRecord | undefined> => {
  const next = { ...record, version: record.version + 1 };
  const checkAt = seconds(new Date(nextDisputeLook(next, ports.now().getTime())));
  const { applied } = await apply(disputePut({ ...next, checkAt }, ports), ports);
  return applied ? { ...next, checkAt } : undefined;
};

/** The hand-over is on record before it happens; without a listed basis nothing leaves. */
const handOver = async ({ id, response }: DisputeRecord, order: Order, ports: SettlePorts): Promise<void> => {
  const { paypalOrder } = order;
  const recipient = paypalOrder === undefined ? undefined : await payerAddress(ports.paypal, paypalOrder);
  const made = disclosure({
    id: `dispute:${id}`,
    order: order.id,
    person: order.buyer,
    recipient: 'paypal',
    basis: 'protect-our-rights',
    scope: ['order', 'notice', ...(order.revealed ? ['consent'] : []), ...(recipient ? ['payer-address'] : [])],
    approver: response?.by ?? '',
    at: ports.now().toISOString(),
  });
  if (isRefused(made)) throw new Error('a disclosure has no basis');
  await recordDisclosure(made, ports);
  await provideEvidence(ports.paypal, id, evidenceOf(order, recipient));
};

/** Does what was decided, while PayPal offers it; afterwards both sides are read again. */
const act = async ({ record, order }: LookedInto, ports: SettlePorts): Promise<void> => {
  const { id, response, offers } = record;
  if (!response || response.done || !offers.includes(response.action)) return;
  await (response.action === 'accept' ? acceptClaim(ports.paypal, id) : handOver(record, order, ports));
  await lookIntoDispute(id, {}, ports);
};

/**
 * Looks after one dispute: reads it back, responds to it if that was decided or the stage's setting says so by now, and alarms
 * when its due date is near without a response. Safe to repeat: PayPal offers no evidence and no acceptance twice.
 */
export const lookAfterDispute = async (
  id: string,
  hint: Parameters<typeof lookIntoDispute>[1],
  ports: SettlePorts,
): Promise<string> => {
  const found = await lookIntoDispute(id, hint, ports);
  if (found === 'unknown') return 'unknown';
  const now = ports.now();
  let { record } = found;
  if (record.state !== 'open') return record.state;
  const { disputeResponse } = await ports.secrets('paypal', PayPalSecret);
  const action = ownResponse(record, disputeResponse, found.order.revealed !== undefined, now.getTime());
  const response = action ? { action, by: 'setting', at: now.toISOString() } : record.response;
  const warned = mustWarn({ ...record, response }, now.getTime()) ? record.due : record.warned;
  if (action !== undefined || warned !== record.warned) {
    const next = await stored({ ...record, response, warned }, ports);
    if (!next) return 'wait';
    if (warned !== record.warned) ports.log.error('dispute due', { outcome: 'no-response' });
    record = next;
  } else await lookAgain(id, new Date(nextDisputeLook(record, now.getTime())), ports);
  await act({ ...found, record }, ports);
  return 'open';
};
