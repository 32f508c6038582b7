import type { Line } from '../kit/value/line.ts';
import type { Money } from '../kit/value/money.ts';
import { isGivenBack, openRefunds, type Refunds } from './domain/refunds.ts';

export const statuses = [
  'created', 'approved', 'pending', 'paid', 'fulfilled', 'voided', 'refunded', 'quarantined',
] as const; // prettier-ignore
export type Status = (typeof statuses)[number];

/** Days for which an order is kept: ten years, the longest that tax law asks for. */
export const orderDays = 3653;

/** Where an order may go from where; there is no way back. A payment that is found captured passes several at once. */
export const moves = {
  created: ['approved', 'pending', 'paid', 'fulfilled', 'voided', 'quarantined'],
  approved: ['pending', 'paid', 'fulfilled', 'voided', 'quarantined'],
  pending: ['paid', 'fulfilled', 'voided', 'quarantined'],
  paid: ['fulfilled', 'refunded', 'quarantined'],
  fulfilled: ['refunded'],
  voided: [],
  refunded: [],
  quarantined: ['refunded'],
} as const satisfies Record<Status, readonly Status[]>;

/** Returns what the history says of a move: a payment is approved before it is anything else, and paid before it is fulfilled. */
export const stepsOf = (from: Status, to: Status): Status[] => [
  ...(from === 'created' && to !== 'approved' && to !== 'voided' ? (['approved'] as const) : []),
  ...(from !== 'paid' && to === 'fulfilled' ? (['paid'] as const) : []),
  to,
];

/** Returns the statuses from which one step leads to another; who read an order names the status instead. */
export const sourcesOf = (to: Status): Status[] =>
  statuses.filter((from) => (moves[from] as readonly Status[]).includes(to) && stepsOf(from, to).length === 1);

/** Who has to do something with an order next: the partition of the index of open orders. */
export type Queue = 'payment' | 'fulfilment' | 'refund';

/** Returns who has to do something next by the status alone; undefined when nobody has. */
export const queueOf = (status: Status): Exclude<Queue, 'refund'> | undefined =>
  (({ created: 'payment', approved: 'payment', pending: 'payment', paid: 'fulfilment' }) as const)[status as 'created'];

/** The statuses in which an order keeps nothing that links it to a browser; a fulfilled one loses it with its cart's lines. */
export const unlinked: readonly Status[] = ['voided', 'refunded', 'quarantined'];

/** One try to pay at PayPal; many per order, at most one is captured. */
export type Attempt = {
  paypalOrder: string;
  /** Where the buyer approves it; one that a saved method pays has no such place. */
  approveUrl?: string | undefined;
  /** The saved payment method that pays it: its customer has approved it by the order form. */
  method?: string | undefined;
  /** Who PayPal said is paid, when the attempt was made. */
  payee?: string | undefined;
  at: string;
  failed?: boolean | undefined;
};

export type Order = {
  id: string;
  status: Status;
  lines: Line[];
  /** What the lines cost, frozen when the order was placed. */
  total: Money;
  /** The person who bought: an id, never an address. */
  buyer: string;
  /** The required choice of the order form (promise P40). */
  marketing: boolean;
  noticeHash: string;
  policyHash: string;
  /** The cart's `id` is there until its lines were taken out, or the order ended without: it would link a browser's buyers. */
  cart: { id?: string | undefined; version: number };
  /** Keyed fingerprint of the checkout form. */
  form?: string | undefined;
  /** The yes to a saved payment method (promise P6): for which account, and the hash of the text that was agreed to. */
  saving?: { account: string; text: string } | undefined;
  /** The saved payment method that is to pay it: an id, never PayPal's reference. */
  method?: string | undefined;
  attempt: number;
  attempts: Record<string, Attempt>;
  placedAt: string;
  history: { status: Status; at: string }[];
  disputed: boolean;
  /** The sum of the refunds that are certain. */
  refunded: Money;
  /** Refunds by our own id, which is stored before PayPal is called; one that was made at PayPal by PayPal's. */
  refunds?: Refunds | undefined;
  /** What was captured, where that is another amount than the total. */
  captured?: Money | undefined;
  chargedBack?: Money | undefined;
  disputes?: Record<string, Dispute> | undefined;
  /** Whether PayPal protects the seller against a dispute, and has verified the payer: as it said when it captured. */
  protection?: Protection | undefined;
  payer?: PayerStatus | undefined;
  /** The PayPal order whose capture has been begun: no other one may be captured. */
  capturing?: string | undefined;
  captureTry: number;
  /** Epoch milliseconds: until then whoever holds the claim may be capturing. */
  claimUntil?: number | undefined;
  /** The run that made the claim, or renewed it after its lease had ended. */
  claimBy?: string | undefined;
  /** Whether another run joined the claim within its lease, and may be capturing too. */
  claimShared?: boolean | undefined;
  capture?: string | undefined;
  /** The PayPal order of the current attempt, or the one that was claimed: the key of the index `byPaypalOrder`. */
  paypalOrder?: string | undefined;
  /** When a sweeper looks at the order, in epoch seconds. */
  checkAt?: number | undefined;
  /** PayPal orders that PayPal did not find, since when, and when their transactions were searched (RFC 3339). */
  missing?: Record<string, Missing> | undefined;
  /** Why a person has to look at the order; a sweeper leaves it alone. */
  parked?: string | undefined;
  /** Set when its mail did not reach the buyer. */
  mailUndeliverable?: true | undefined;
  /** When the buyer asked to see the PINs (RFC 3339), and the hash of the text agreed to by it. */
  revealed?: Revealed | undefined;
  /** Until when (RFC 3339) the PINs are not shown. */
  revealFrom?: string | undefined;
  /** When the buyer withdrew from the order (RFC 3339), and the refund that follows from it. */
  withdrawal?: { at: string; refund: string } | undefined;
  /** When the buyer wanted to withdraw (RFC 3339) after a reveal that was never confirmed to them: staff decide. */
  withdrawalAsked?: string | undefined;
};

/** PayPal's words for whether it protects the seller, and for whether it has verified the account that paid. */
export const protections = ['ELIGIBLE', 'PARTIALLY_ELIGIBLE', 'NOT_ELIGIBLE'] as const;
export type Protection = (typeof protections)[number];
export const payerStatuses = ['VERIFIED', 'UNVERIFIED'] as const;
export type PayerStatus = (typeof payerStatuses)[number];

/** A dispute at PayPal about the order; `due` is until when (RFC 3339) the shop may say something. */
export type Dispute = {
  state: 'open' | 'won' | 'lost';
  due?: string | undefined;
  amount: Money;
  evidence?: string | undefined;
};

/** A buyer's consent: when it was, and the hash of its text. */
export type Revealed = { at: string; text: string };

/** Since when PayPal does not find a payment, and when its transactions were searched in vain. */
export type Missing = { since: string; searched?: string[] | undefined };

const isUnpaid = ({ status }: Order): boolean => status === 'created' || status === 'approved';

/** Returns the attempt that a buyer can go to now, if the payment is open and there is one that has not failed. */
export const liveAttempt = (order: Order): Attempt | undefined => {
  const attempt = isUnpaid(order) ? order.attempts[String(order.attempt)] : undefined;
  return attempt?.failed ? undefined : attempt;
};

/** Returns whether another attempt may be begun: the payment is open and nothing is being captured. */
export const isPayable = (order: Order): boolean => isUnpaid(order) && order.capturing === undefined;

/** Returns since when (RFC 3339) the buyer can pay: the last attempt, or the placing of an order that has none yet. */
export const openedAt = ({ placedAt, attempts }: Order): string =>
  Object.values(attempts).reduce((latest, { at }) => (at > latest ? at : latest), placedAt);

/**
 * Returns the PayPal orders that may still bring money for this order; one that is being captured even if no attempt
 * names it.
 */
export const openPayments = ({ attempts, capturing }: Order): string[] => {
  const live = Object.values(attempts).filter((attempt) => !attempt.failed);
  return [...new Set([...live.map(({ paypalOrder }) => paypalOrder), ...(capturing ? [capturing] : [])])];
};

/** How long (milliseconds) a claim is good for; a capture begins only while as much of it is left as the call may take. */
export const claimLease = 10_000;
const captureTakes = 8_000;

/** Returns whether a capture that begins now (epoch milliseconds) is over before the lease of its claim is. */
export const mayCapture = ({ claimUntil = 0 }: Pick<Order, 'claimUntil'>, now: number): boolean =>
  now + captureTakes <= claimUntil;

/**
 * Returns whether money is on its way for an order, or has come and its lines are still in the cart: they must not be
 * paid for in another order too.
 */
export const isBeingPaid = ({ status, capturing, cart }: Order): boolean =>
  status === 'pending' ||
  status === 'paid' ||
  (status === 'approved' && capturing !== undefined) ||
  (status === 'fulfilled' && cart.id !== undefined);

/** Returns the attempt that was made with a PayPal order. */
export const attemptOf = (order: Pick<Order, 'attempts'>, paypalOrder: string | undefined): Attempt | undefined =>
  Object.values(order.attempts).find((attempt) => attempt.paypalOrder === paypalOrder);

/** Returns the PayPal order that a saved payment method pays, if the order has such an attempt that has not failed. */
export const approvedHere = (order: Pick<Order, 'attempts'>): string | undefined =>
  Object.values(order.attempts).find(({ method, failed }) => method !== undefined && !failed)?.paypalOrder;

/** Returns whether our own record says that a PayPal order is this order's. */
export const names = (order: Order, paypalOrder: string): boolean =>
  attemptOf(order, paypalOrder) !== undefined || order.capturing === paypalOrder || order.paypalOrder === paypalOrder;

/**
 * Returns who has to do something with an order next: an open refund comes first, for nothing is delivered meanwhile. PINs of
 * a refunded order have to be freed or burned; its claim is there until then.
 */
export const nextQueue = (order: Order): Queue | undefined => {
  if (openRefunds(order).length > 0) return 'refund';
  const hasLinesInCart = order.status === 'fulfilled' && order.cart.id !== undefined;
  const hasPins = order.status === 'refunded' && order.capturing !== undefined;
  return hasLinesInCart || hasPins ? 'fulfilment' : queueOf(order.status);
};

/** Returns the status after its money changed: refunded once nothing is left of it, where the table of moves allows that. */
export const statusAfter = (order: Order): Status =>
  isGivenBack(order) && (moves[order.status] as readonly Status[]).includes('refunded') ? 'refunded' : order.status;
