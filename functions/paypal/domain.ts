import type { Money } from '../kit/value/money.ts';
import { payerStatuses, protections, type PayerStatus, type Protection } from '../orders/domain.ts';

/** A capture as PayPal states it; a field that PayPal left out is undefined. */
export type Capture = {
  id: string;
  status: string;
  amount?: Money | undefined;
  customId?: string | undefined;
  /** Whether PayPal protects the seller against a dispute of it. */
  protection?: Protection | undefined;
};

export { protections, payerStatuses };

/** A refund as PayPal states it: which capture it is of, and our own id of it if it is ours. */
export type PayPalRefund = {
  id: string;
  status: string;
  amount?: Money | undefined;
  refund?: string | undefined;
  capture?: string | undefined;
};

/** What decisions know of a payment: PayPal's word, read back. */
export type Payment = {
  id: string;
  status: string;
  customId?: string | undefined;
  payee?: string | undefined;
  amount?: Money | undefined;
  payer?: PayerStatus | undefined;
  capture?: Capture | undefined;
  /** PayPal's reference to the payer's account, where they agreed to have it saved and the order brought it. */
  vault?: string | undefined;
  /** Further captures on the same PayPal order. */
  others?: readonly Capture[] | undefined;
  /** Refunds of its captures, as far as PayPal lists them with the order. */
  refunds?: readonly PayPalRefund[] | undefined;
};

/** One line of PayPal's own list: amounts are signed minor units, out of the account is negative; `reference` is what it is about. */
export type Transaction = {
  id: string;
  code: string;
  status: string;
  at: string;
  currency: Money['currency'] | undefined;
  amount: number;
  fee: number;
  reference?: string | undefined;
  order?: string | undefined;
};

/** What a seller may do about a dispute now. */
export const disputeActions = ['evidence', 'accept'] as const;
export type DisputeAction = (typeof disputeActions)[number];

/** A dispute as PayPal states it: which payments, how much, until when the shop may respond and by what. */
export type SeenDispute = {
  id: string;
  status: string;
  stage?: string | undefined;
  reason?: string | undefined;
  amount?: Money | undefined;
  /** Epoch milliseconds. */
  due?: number | undefined;
  updated: string;
  outcome?: string | undefined;
  /** What the payer gets back by the outcome. */
  returned?: Money | undefined;
  transactions: readonly { capture: string; customId?: string | undefined }[];
  offers: readonly DisputeAction[];
};

/** Only these two are certain to have brought no money. */
const failed = new Set(['DECLINED', 'FAILED']);

/** Returns whether a capture took money, or may have: every status but the two that are certain. */
export const mayHaveTaken = ({ status }: Pick<Capture, 'status'>): boolean => !failed.has(status);

const refundStates = { COMPLETED: 'done', FAILED: 'failed', CANCELLED: 'failed' } as const;

/** Returns whether a refund is done, or failed; one of every other status waits. */
export const refundStateOf = ({ status }: Pick<PayPalRefund, 'status'>): 'done' | 'failed' | 'pending' =>
  Object.hasOwn(refundStates, status) ? refundStates[status as keyof typeof refundStates] : 'pending';
