import type { Dispute, Order } from '../../orders/domain.ts';
import type { DisputeAction, SeenDispute } from '../../paypal/domain.ts';
import type { Money } from '../../kit/value/money.ts';
import { day, hour, minute } from '../../kit/value/time.ts';

/** Where a dispute may go from where. One that was won can come back; what was lost is gone. */
export const disputeMoves = {
  open: ['open', 'won', 'lost'],
  won: ['won', 'open', 'lost'],
  lost: ['lost'],
} as const satisfies Record<Dispute['state'], readonly Dispute['state'][]>;

/** What the shop says to a dispute, who decided it, and whether PayPal has it. */
export type DisputeResponse = { action: DisputeAction; by: string; at: string; done?: boolean | undefined };

/** A dispute as we keep it. `parked`: why a person has to look. */
export type DisputeRecord = {
  id: string;
  order: string;
  capture: string;
  state: Dispute['state'];
  status: string;
  stage?: string | undefined;
  reason?: string | undefined;
  amount: Money;
  /** Until when the shop may respond; epoch milliseconds, as `warned` is: the due date that was alarmed. */
  due?: number | undefined;
  updated: string;
  opened: string;
  offers: DisputeAction[];
  response?: DisputeResponse | undefined;
  warned?: number | undefined;
  parked?: string | undefined;
  checkAt: number;
  version: number;
};

const won = new Set(['RESOLVED_SELLER_FAVOUR', 'RESOLVED_WITH_PAYOUT', 'CANCELED_BY_BUYER', 'DENIED', 'NONE']);
const lost = new Set(['RESOLVED_BUYER_FAVOUR', 'ACCEPTED']);

/** Returns how a dispute stands by PayPal's word; `unknown` for an outcome that we do not know. */
export const stateSeen = ({ status, outcome = '' }: SeenDispute): Dispute['state'] | 'unknown' => {
  if (status !== 'RESOLVED') return 'open';
  if (won.has(outcome)) return 'won';
  return lost.has(outcome) ? 'lost' : 'unknown';
};

/** Returns what a lost dispute took: what the payer gets back, or what was disputed where PayPal does not say. */
const lossOf = ({ returned, amount }: SeenDispute): Money | undefined => returned ?? amount;

/** How long before its due date the shop responds by itself, and how long before it a person is alarmed. */
const respondsBefore = 3 * day;
const warnsBefore = 2 * day;

/** How the shop responds by itself. */
export type ResponseSetting = 'evidence' | 'accept' | 'staff';

type Deciding = Pick<DisputeRecord, 'state' | 'offers' | 'due' | 'response' | 'warned'>;

/**
 * Returns how the shop responds to a dispute by itself, now or not yet: three days before its due date, or at once where
 * there is none. Evidence is for PINs that were shown; where none was shown there is nothing to prove, and the PINs return.
 */
export const ownResponse = (
  dispute: Deciding,
  setting: ResponseSetting,
  isRevealed: boolean,
  now: number,
): DisputeAction | undefined => {
  if (setting === 'staff' || dispute.state !== 'open' || dispute.response || dispute.offers.length === 0)
    return undefined;
  if (dispute.due !== undefined && dispute.due - respondsBefore > now) return undefined;
  const wanted = setting === 'accept' || !isRevealed ? 'accept' : 'evidence';
  return dispute.offers.includes(wanted) ? wanted : undefined;
};

/** Returns whether a person has to hear now that a due date is near and nothing has been said; once a due date. */
export const mustWarn = ({ state, offers, due, response, warned }: Deciding, now: number): boolean =>
  state === 'open' &&
  offers.length > 0 &&
  !response?.done &&
  due !== undefined &&
  warned !== due &&
  due - warnsBefore <= now;

/** Returns when a dispute is looked at next, in epoch milliseconds: when something is due for it, and each day. */
export const nextDisputeLook = (dispute: Deciding, now: number): number => {
  if (dispute.state !== 'open') return now;
  if (dispute.response && !dispute.response.done) return now + 10 * minute;
  const { due } = dispute;
  const times = due === undefined ? [] : [due - respondsBefore, due - warnsBefore, due - hour];
  return Math.min(now + day, ...times.filter((time) => time > now));
};

/**
 * Returns a record of a dispute as PayPal states it now; undefined when what was read is older than what is kept, or a lost
 * one changed, which is for a person.
 */
export const recorded = (
  before: DisputeRecord | undefined,
  seen: SeenDispute,
  order: Pick<Order, 'id' | 'total'>,
  now: Date,
): DisputeRecord | undefined => {
  const shown = stateSeen(seen);
  const state = shown === 'unknown' ? (before?.state ?? 'open') : shown;
  if (before && seen.updated < before.updated) return undefined;
  if (before && !(disputeMoves[before.state] as readonly string[]).includes(state)) return undefined;
  const offers = [...seen.offers];
  const response = before?.response && { ...before.response, done: before.response.done || offers.length === 0 };
  const record = {
    id: seen.id,
    order: order.id,
    capture: before?.capture ?? seen.transactions[0]?.capture ?? '',
    state,
    status: seen.status,
    stage: seen.stage,
    reason: seen.reason,
    amount: (state === 'lost' ? lossOf(seen) : seen.amount) ?? before?.amount ?? order.total,
    due: seen.due,
    updated: seen.updated,
    opened: before?.opened ?? now.toISOString(),
    offers,
    response,
    warned: before?.warned,
    parked: shown === 'unknown' ? 'unknown-outcome' : undefined,
    version: (before?.version ?? 0) + 1,
  };
  return { ...record, checkAt: Math.floor(nextDisputeLook(record, now.getTime()) / 1000) };
};

/** Returns a dispute as its order keeps it; `due` (RFC 3339) is the record's. */
export const besideOrder = ({ state, amount, response }: DisputeRecord, due: string | undefined): Dispute => ({
  state,
  amount,
  ...(due !== undefined && { due }),
  ...(response?.done && { evidence: response.action === 'evidence' ? 'sent' : 'accepted' }),
});
