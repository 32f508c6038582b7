import { newEvent } from './events.ts';
import { fromMinor, toMinor } from './money.ts';
import { bodyRefusal, found, refuse, refuseStatus, type Outcome } from './outcomes.ts';
import type { Money } from './paypal-types.ts';
import { reversal } from './refunds.ts';
import { timeOf, type Request, type StandIn } from './stand-in.ts';
import type { DisputeRow, EventRow, Row } from './state.ts';

const mostPerPage = 50;

/** GET /v1/customer/disputes: the disputes, latest first, by the time of their update, their transaction and their state. */
export const listDisputes = (paypal: StandIn, { query }: Request): Outcome => {
  if (paypal.faults.set.noDisputes === true) return refuse('PERMISSION_DENIED');
  const [size, start] = [Number(query.get('page_size') ?? 10), Number(query.get('next_page_token') ?? 0)];
  const [after, before] = ['update_time_after', 'update_time_before'].map((name) => Date.parse(query.get(name) ?? ''));
  if (!(size >= 1 && size <= mostPerPage) || !(start >= 0)) return refuseStatus(400);
  const states = query.get('dispute_state')?.split(',');
  const transaction = query.get('disputed_transaction_id');
  const all = paypal.state
    .rows('dispute')
    .filter(
      (row) => !(Date.parse(row.update_time) < (after ?? NaN)) && !(Date.parse(row.update_time) > (before ?? NaN)),
    )
    .filter(
      (row) => (transaction === null || row.captureId === transaction) && (states?.includes(stateOf(row)) ?? true),
    )
    .reverse();
  const items = all.slice(start, start + size).map((row) => summaryOf(paypal, row));
  const next = new URLSearchParams([...query].filter(([name]) => name !== 'next_page_token'));
  next.set('next_page_token', String(start + size));
  const base = `${paypal.url}/v1/customer/disputes`;
  const links = [
    { href: `${base}?${query}`, rel: 'self', method: 'GET' },
    ...(all.length > start + size ? [{ href: `${base}?${next}`, rel: 'next', method: 'GET' }] : []),
  ];
  return { status: 200, body: { ...(items.length > 0 && { items }), links } };
};

/** GET /v1/customer/disputes/{id}. */
export const readDispute = (paypal: StandIn, { id }: Request): Outcome =>
  paypal.faults.set.noDisputes === true
    ? refuse('PERMISSION_DENIED')
    : found(paypal, paypal.state.row('dispute', id), disputeView);

/** POST …/provide-evidence: the dispute goes to PayPal's review; refused unless the dispute offers it. */
export const provideEvidence = (paypal: StandIn, { id, body = {} }: Request): Outcome => {
  const dispute = paypal.state.row('dispute', id);
  if (dispute === undefined) return refuse('INVALID_RESOURCE_ID');
  const { evidences = [] } = body as { evidences?: unknown[] };
  if (!Array.isArray(evidences) || evidences.length === 0)
    return refuse('MISSING_REQUIRED_PARAMETER', { field: '/evidences' });
  const malformed = evidences.map((each) => bodyRefusal('evidence', each)).find((refusal) => refusal !== undefined);
  if (malformed) return malformed;
  if (!offers(paypal, dispute)) return refuse('DISPUTE_ACTION_NOT_ALLOWED');
  const given = evidences.map((each) => ({ ...(each as object), source: 'SUBMITTED_BY_SELLER', date: timeOf(paypal) }));
  const taken = [...dispute.evidences, ...given];
  return done(paypal, { ...dispute, status: 'UNDER_REVIEW', evidences: taken, due: undefined });
};

/** POST …/accept-claim: the payer gets the disputed amount back, and the dispute is resolved. */
export const acceptClaim = (paypal: StandIn, { id }: Request): Outcome => {
  const dispute = paypal.state.row('dispute', id);
  if (dispute === undefined) return refuse('INVALID_RESOURCE_ID');
  if (!offers(paypal, dispute)) return refuse('DISPUTE_ACTION_NOT_ALLOWED');
  const rows = resolved(paypal, dispute, 'RESOLVED_BUYER_FAVOUR', dispute.amount);
  return { status: 200, body: { links: linksOf(paypal, dispute, false) }, rows };
};

const done = (paypal: StandIn, dispute: DisputeRow): Outcome => {
  const rows = updated(paypal, dispute);
  return { status: 200, body: { links: linksOf(paypal, dispute, false) }, rows };
};

/** Returns a changed dispute and its event: RESOLVED once it is, UPDATED before. */
export const updated = (paypal: StandIn, dispute: DisputeRow): Row[] => {
  const row: DisputeRow = { ...dispute, update_time: preciseTime(paypal) };
  return [row, disputeEvent(paypal, row, row.status === 'RESOLVED' ? 'RESOLVED' : 'UPDATED')];
};

/** Returns what changes when a dispute ends; what the payer gets back is taken from the capture, with a reversal's event if `isTold`. */
export const resolved = (
  paypal: StandIn,
  dispute: DisputeRow,
  outcome_code: string,
  back?: Money,
  isTold = false,
): Row[] => {
  const capture = paypal.state.row('capture', dispute.captureId);
  const taken = back && toMinor(back) > 0n ? back : undefined;
  const rows = capture && taken ? reversal(paypal, capture, taken, isTold) : [];
  const outcome = { outcome_code, amount_refunded: taken ?? fromMinor(0n, dispute.amount.currency_code) };
  return [...rows, ...updated(paypal, { ...dispute, status: 'RESOLVED', due: undefined, outcome })];
};

/** Returns an event of a dispute. */
export const disputeEvent = (paypal: StandIn, dispute: DisputeRow, what: string): EventRow => {
  const summary = `A dispute was ${what.toLowerCase()} with id ${dispute.id}`;
  const resource = disputeView(paypal, dispute);
  return newEvent(paypal, dispute.orderId, `CUSTOMER.DISPUTE.${what}`, { resource_type: 'dispute', summary, resource });
};

/** Returns the time now to the millisecond, as disputes have it. */
export const preciseTime = ({ now }: StandIn): string => now().toISOString();

const offers = ({ faults }: StandIn, { status }: DisputeRow): boolean =>
  status === 'WAITING_FOR_SELLER_RESPONSE' && faults.set.offerNothing !== true;

const linksOf = (paypal: StandIn, dispute: DisputeRow, actions = offers(paypal, dispute)) => {
  const self = `${paypal.url}/v1/customer/disputes/${dispute.id}`;
  const act = (rel: string) => ({ href: `${self}/${rel.replace('_', '-')}`, rel, method: 'POST' });
  return [
    { href: self, rel: 'self', method: 'GET' },
    ...(actions ? [act('provide_evidence'), act('accept_claim')] : []),
  ];
};

const states = {
  OPEN: 'OPEN_INQUIRIES',
  WAITING_FOR_SELLER_RESPONSE: 'REQUIRED_ACTION',
  UNDER_REVIEW: 'UNDER_PAYPAL_REVIEW',
  RESOLVED: 'RESOLVED',
} as const;
const stateOf = ({ status }: DisputeRow): string => states[status];

const commonOf = (paypal: StandIn, dispute: DisputeRow) => {
  const { id, create_time, update_time, reason, status, amount, due } = dispute;
  return {
    dispute_id: id,
    create_time,
    update_time,
    reason,
    status,
    dispute_amount: amount,
    dispute_life_cycle_stage: dispute.stage,
    dispute_channel: 'INTERNAL',
    seller_response_due_date: due === undefined ? undefined : new Date(due).toISOString(),
    links: linksOf(paypal, dispute),
  };
};

const summaryOf = (paypal: StandIn, dispute: DisputeRow) => ({
  ...commonOf(paypal, dispute),
  dispute_state: stateOf(dispute),
});

const disputeView = (paypal: StandIn, dispute: DisputeRow): Record<string, unknown> => {
  const capture = paypal.state.row('capture', dispute.captureId);
  const transaction = {
    buyer_transaction_id: dispute.captureId.split('').reverse().join(''),
    seller_transaction_id: dispute.captureId,
    create_time: capture?.create_time ?? dispute.create_time,
    transaction_status: capture?.status === 'DECLINED' ? 'DENIED' : (capture?.status ?? 'COMPLETED'),
    gross_amount: capture?.amount ?? dispute.amount,
    invoice_number: /^[A-Za-z0-9:\-|]+$/.test(capture?.invoice_id ?? '') ? capture?.invoice_id : undefined,
    custom: capture?.custom_id,
    buyer: { name: 'Ada Okafor' },
    seller: { merchant_id: paypal.settings.merchantId, name: 'A shop' },
  };
  const { evidences, outcome } = dispute;
  return {
    ...commonOf(paypal, dispute),
    disputed_transactions: [transaction],
    dispute_outcome: outcome,
    ...(evidences.length > 0 && { evidences }),
  };
};
