import type { Money } from '../../kit/value/money.ts';
import { refuse, type Refusal } from '../../kit/value/result.ts';

/** Who a refund is by: staff, the buyer, the shop itself (money that it must not keep), or somebody at PayPal. */
export const refundedBy = ['staff', 'withdrawal', 'late', 'quarantine', 'paypal'] as const;
export type RefundedBy = (typeof refundedBy)[number];

/** `requested`: PayPal may not know it yet. `pending`: PayPal has it. `done`: the money is back. `failed`: it is not. */
export const refundStates = ['requested', 'pending', 'done', 'failed'] as const;
export type RefundState = (typeof refundStates)[number];

/** Where a refund may go from where. PayPal's word that one which counted as failed was made is believed. */
export const refundMoves = {
  requested: ['pending', 'done', 'failed'],
  pending: ['done', 'failed'],
  done: [],
  failed: ['done'],
} as const satisfies Record<RefundState, readonly RefundState[]>;

/** One refund. `capture` is there when it is of another capture than the order's: that one brought money by mistake. */
export type Refund = {
  amount: Money;
  at: string;
  by: RefundedBy;
  state: RefundState;
  paypalRefund?: string | undefined;
  capture?: string | undefined;
  reason?: string | undefined;
  /** Whether it was asked for without an amount. */
  whole?: boolean | undefined;
};

export type Refunds = Readonly<Record<string, Refund>>;

/** What the sums of an order hang on. `captured` is there when it is another amount than the total. */
export type Balance = {
  total: Money;
  capture?: string | undefined;
  captured?: Money | undefined;
  refunds?: Refunds | undefined;
  refunded: Money;
  chargedBack?: Money | undefined;
};

/** What PayPal says of a refund; `id` is ours, and absent of one that was made at PayPal. */
export type SeenRefund = {
  id?: string | undefined;
  paypalRefund: string;
  amount: Money;
  state: Exclude<RefundState, 'requested'>;
  at: string;
  /** The capture that it is of, if that is not the order's own. */
  capture?: string | undefined;
  /** Why PayPal took the money back by itself. */
  reason?: 'reversed' | 'denied' | undefined;
};

const isOpenState = (state: RefundState): boolean => state === 'requested' || state === 'pending';

/** Refunds of the order's own capture. */
const own = ({ refunds = {} }: Pick<Balance, 'refunds'>): Refund[] =>
  Object.values(refunds).filter(({ capture }) => capture === undefined);

const total = (refunds: readonly Refund[]): number => refunds.reduce((all, { amount }) => all + amount.amount, 0);

/** Returns what was captured for an order: nothing until its capture is known. */
export const takenBy = ({ total: price, capture, captured }: Balance): Money =>
  capture === undefined ? { ...price, amount: 0 } : (captured ?? price);

/** Returns what may still be refunded: what was captured, less what was charged back and every refund that has not failed. */
export const refundable = (order: Balance): Money => {
  const taken = takenBy(order);
  const promised = total(own(order).filter(({ state }) => state !== 'failed'));
  return { ...taken, amount: Math.max(0, taken.amount - (order.chargedBack?.amount ?? 0) - promised) };
};

/** Returns the ids of the refunds that are not certain yet. */
export const openRefunds = ({ refunds = {} }: Pick<Balance, 'refunds'>): string[] =>
  Object.keys(refunds).filter((id) => isOpenState((refunds[id] as Refund).state));

/** Returns whether nothing of what was captured is left. */
export const isGivenBack = (order: Balance): boolean => {
  const { amount } = takenBy(order);
  return amount > 0 && order.refunded.amount + (order.chargedBack?.amount ?? 0) >= amount;
};

/** Refunds that are certain; what PayPal took back counts as far as no lost dispute says so: both tell of the same money. */
const certainSum = (order: Balance): number => {
  const done = own(order).filter(({ state }) => state === 'done');
  const reversed = total(done.filter(({ reason }) => reason === 'reversed'));
  return total(done) - Math.min(reversed, order.chargedBack?.amount ?? 0);
};

/** The sum of the certain refunds, each PayPal refund once. What would pass what was captured is cut off, and is an alarm. */
const summed = <B extends Balance>(order: B): { order: B; excess: boolean } => {
  const taken = takenBy(order);
  const most = Math.max(0, taken.amount - (order.chargedBack?.amount ?? 0));
  const certain = certainSum(order);
  return { order: { ...order, refunded: { ...taken, amount: Math.min(certain, most) } }, excess: certain > most };
};

/** What is asked for; without `amount` all that is left. */
export type RefundRequest = {
  id: string;
  amount?: Money | undefined;
  by: Exclude<RefundedBy, 'paypal'>;
  at: string;
  reason?: string | undefined;
};

export type RefundRefusal = Refusal<'refund-exceeds' | 'nothing-to-refund' | 'refund-there'>;

/** Returns an order with another refund requested; refused for more than is left, and for an id that is there. */
export const withRequest = <B extends Balance>(
  order: B,
  { id, amount, by, at, reason }: RefundRequest,
): B | RefundRefusal => {
  if (order.refunds && Object.hasOwn(order.refunds, id)) return refuse('refund-there');
  const left = refundable(order);
  if (left.amount === 0) return refuse('nothing-to-refund');
  const wanted = amount ?? left;
  if (wanted.currency !== left.currency || wanted.amount > left.amount || wanted.amount < 1)
    return refuse('refund-exceeds');
  const more = {
    ...(reason !== undefined && { reason }),
    ...(by === 'staff' && amount === undefined && { whole: true }),
  };
  const refund: Refund = { amount: wanted, at, by, state: 'requested', ...more };
  return { ...order, refunds: { ...order.refunds, [id]: refund } };
};

/** The row of a refund that PayPal tells of: ours by its id, or one that came from PayPal before. */
const keyOf = (refunds: Refunds, { id, paypalRefund }: SeenRefund): string => {
  if (id !== undefined && Object.hasOwn(refunds, id)) return id;
  return Object.keys(refunds).find((key) => refunds[key]?.paypalRefund === paypalRefund) ?? `paypal-${paypalRefund}`;
};

/** What came of a booking: the order as it is then, and whether PayPal gave back more than was captured. */
export type Booked<B> = { order: B; excess: boolean };

/**
 * Returns an order with what PayPal says of a refund, each PayPal refund counted once; undefined when that is nothing new.
 * One that was booked as made at PayPal, and turns out to be ours, gives way.
 */
export const withRefund = <B extends Balance>(order: B, seen: SeenRefund): Booked<B> | undefined => {
  const refunds: Record<string, Refund> = { ...order.refunds };
  const key = keyOf(refunds, seen);
  const before = refunds[key];
  if (before && before.paypalRefund !== undefined && before.paypalRefund !== seen.paypalRefund) return undefined;
  if (before && !(refundMoves[before.state] as readonly RefundState[]).includes(seen.state)) return undefined;
  for (const other of Object.keys(refunds))
    if (other !== key && refunds[other]?.paypalRefund === seen.paypalRefund) delete refunds[other];
  refunds[key] = {
    at: seen.at,
    by: 'paypal',
    ...(seen.reason && { reason: seen.reason }),
    ...(seen.capture !== undefined && { capture: seen.capture }),
    ...before,
    amount: seen.amount,
    state: seen.state,
    paypalRefund: seen.paypalRefund,
  };
  return summed({ ...order, refunds });
};

/** Returns an order with a refund of ours that PayPal refused for certain; undefined when it is not open. */
export const withFailure = <B extends Balance>(order: B, id: string, reason: string): Booked<B> | undefined => {
  const before = order.refunds?.[id];
  if (!before || !isOpenState(before.state)) return undefined;
  return summed({ ...order, refunds: { ...order.refunds, [id]: { ...before, state: 'failed', reason } } });
};

/** Returns an order from which so much more was charged back; what would pass what was captured is cut off, and is an alarm. */
export const withChargeBack = <B extends Balance>(order: B, { amount, currency }: Money): Booked<B> => {
  const taken = takenBy(order);
  const sum = (order.chargedBack?.amount ?? 0) + amount;
  const charged = { ...order, chargedBack: { ...taken, amount: sum } };
  const most = Math.max(0, taken.amount - certainSum(charged));
  const excess = currency !== taken.currency || sum > most;
  const counted = currency === taken.currency ? Math.min(sum, most) : (order.chargedBack?.amount ?? 0);
  return { order: summed({ ...order, chargedBack: { ...taken, amount: counted } }).order, excess };
};
