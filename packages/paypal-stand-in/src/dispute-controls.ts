import { json, jsonOf, type Call, type Reply } from 'local-cloud/stand-in';
import { z } from 'zod';
import { captureEvent } from './captures.ts';
import { disputeEvent, preciseTime, resolved, updated } from './disputes.ts';
import { disputeId } from './ids.ts';
import { fromMinor, toMinor } from './money.ts';
import type { Money } from './paypal-types.ts';
import { refuse, refuseStatus } from './outcomes.ts';
import { reversal } from './refunds.ts';
import type { StandIn } from './stand-in.ts';
import type { CaptureRow, DisputeRow } from './state.ts';

const hour = 3_600_000;
const Amount = z.strictObject({ currency_code: z.string(), value: z.string() });

/** A new dispute: of a capture by its id, or of an order's capture by PayPal's id of the order or the shop's. */
const NewDispute = z.strictObject({
  id: z.string().optional(),
  capture: z.string().optional(),
  order: z.string().optional(),
  amount: Amount.optional(),
  reason: z.string().default('UNAUTHORISED'),
  status: z.enum(['OPEN', 'WAITING_FOR_SELLER_RESPONSE', 'UNDER_REVIEW']).default('WAITING_FOR_SELLER_RESPONSE'),
  stage: z.enum(['INQUIRY', 'CHARGEBACK']).default('CHARGEBACK'),
  /** Milliseconds until the seller's response is due. */
  dueMs: z.int().default(10 * 24 * hour),
});
const outcomes = {
  won: 'RESOLVED_SELLER_FAVOUR',
  lost: 'RESOLVED_BUYER_FAVOUR',
  cancelled: 'CANCELED_BY_BUYER',
  paidByPaypal: 'RESOLVED_WITH_PAYOUT',
} as const;
const Change = z.strictObject({
  status: z.enum(['OPEN', 'WAITING_FOR_SELLER_RESPONSE', 'UNDER_REVIEW']).optional(),
  dueMs: z.int().optional(),
  outcome: z.enum(['won', 'lost', 'cancelled', 'paidByPaypal']).optional(),
  /** What the payer gets back of a lost one; all unless it is named. */
  amount: Amount.optional(),
  /** Whether a reversal of the capture is told by an event of its own. */
  reversed: z.boolean().default(false),
});
const CaptureChange = z.strictObject({
  /** An event about the capture as it is, whatever that says: one that is late. */
  event: z.enum(['COMPLETED', 'DENIED', 'PENDING', 'DECLINED']).optional(),
  /** Money that PayPal takes back, or all of it, with its event. */
  reversed: z.union([Amount, z.literal(true)]).optional(),
});

const read = <S extends z.ZodType>(schema: S, call: Call): z.output<S> | undefined => {
  const parsed = schema.safeParse(jsonOf(call.body) ?? {});
  return parsed.success ? parsed.data : undefined;
};

const shown = (dispute: DisputeRow) => ({ ...dispute, kind: undefined });

const captureFor = ({ state }: StandIn, wanted: z.output<typeof NewDispute>): CaptureRow | undefined =>
  wanted.order === undefined
    ? state.row('capture', wanted.capture ?? '')
    : state.rows('capture').find(({ orderId, custom_id }) => [orderId, custom_id].includes(wanted.order));

const open = (paypal: StandIn, call: Call): Reply => {
  const wanted = read(NewDispute, call);
  const capture = wanted && captureFor(paypal, wanted);
  const amount: Money | undefined = wanted?.amount ?? capture?.amount;
  const captureId = capture?.id ?? wanted?.capture;
  if (!wanted || !amount || captureId === undefined) return json(400, refuseStatus(400).body);
  const { id = disputeId(), reason, status, stage, dueMs } = wanted;
  const due = status === 'WAITING_FOR_SELLER_RESPONSE' ? paypal.now().getTime() + dueMs : undefined;
  const [create_time, update_time] = [preciseTime(paypal), preciseTime(paypal)];
  const about = { id, captureId, orderId: capture?.orderId ?? '', reason, amount, status, stage, due };
  const dispute: DisputeRow = { kind: 'dispute', ...about, evidences: [], create_time, update_time };
  paypal.commit([dispute, disputeEvent(paypal, dispute, 'CREATED')]);
  return json(201, shown(dispute));
};

const changeDispute = (paypal: StandIn, dispute: DisputeRow, call: Call): Reply => {
  const wanted = read(Change, call);
  if (!wanted) return json(400, refuseStatus(400).body);
  const { status = dispute.status, dueMs, outcome, amount = dispute.amount, reversed } = wanted;
  const due = dueMs === undefined ? dispute.due : paypal.now().getTime() + dueMs;
  const back = outcome === 'lost' ? amount : undefined;
  const rows = outcome
    ? resolved(paypal, dispute, outcomes[outcome], back, reversed)
    : updated(paypal, { ...dispute, status, due });
  paypal.commit(rows);
  return json(200, shown(paypal.state.row('dispute', dispute.id) ?? dispute));
};

/** Opens a dispute (`POST /_disputes`), lists them, and lets one go on or end (`POST /_disputes/{id}`). */
export const disputeControl = (paypal: StandIn, call: Call): Reply => {
  const id = call.path.slice('/_disputes/'.length);
  if (id === '' && call.method === 'GET') return json(200, paypal.state.rows('dispute').map(shown));
  if (call.method !== 'POST') return json(404, refuseStatus(404).body);
  if (id === '') return open(paypal, call);
  const dispute = paypal.state.row('dispute', id);
  return dispute ? changeDispute(paypal, dispute, call) : json(404, refuse('INVALID_RESOURCE_ID').body);
};

/** Sends an event about a capture that is late, or takes its money back (`POST /_captures/{id}`). */
export const captureControl = (paypal: StandIn, call: Call): Reply => {
  const capture = paypal.state.row('capture', call.path.slice('/_captures/'.length));
  if (!capture || call.method !== 'POST') return json(404, refuse('INVALID_RESOURCE_ID').body);
  const wanted = read(CaptureChange, call);
  if (!wanted) return json(400, refuseStatus(400).body);
  const all = fromMinor(toMinor(capture.amount), capture.amount.currency_code);
  const back = wanted.reversed === true ? all : wanted.reversed;
  const status = wanted.event === 'DENIED' ? 'DECLINED' : wanted.event;
  const late = status && captureEvent(paypal, { ...capture, status }, wanted.event);
  paypal.commit([...(back ? reversal(paypal, capture, back, true) : []), ...(late ? [late] : [])]);
  return json(200, { id: capture.id });
};
