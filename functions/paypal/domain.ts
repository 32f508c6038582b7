import type { Money } from '../kit/value/money.ts';

/** A capture as PayPal states it; a field that PayPal left out is undefined. */
export type Capture = {
  id: string;
  status: string;
  amount?: Money | undefined;
  customId?: string | undefined;
};

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
  capture?: Capture | undefined;
  /** PayPal's reference to the payer's account, where they agreed to have it saved and the order brought it. */
  vault?: string | undefined;
  /** Further captures on the same PayPal order. */
  others?: readonly Capture[] | undefined;
  /** Refunds of its captures, as far as PayPal lists them with the order. */
  refunds?: readonly PayPalRefund[] | undefined;
};

/** Only these two are certain to have brought no money. */
const failed = new Set(['DECLINED', 'FAILED']);

/** Returns whether a capture took money, or may have: every status but the two that are certain. */
export const mayHaveTaken = ({ status }: Pick<Capture, 'status'>): boolean => !failed.has(status);

const refundStates = { COMPLETED: 'done', FAILED: 'failed', CANCELLED: 'failed' } as const;

/** Returns whether a refund is done, or failed; one of every other status waits. */
export const refundStateOf = ({ status }: Pick<PayPalRefund, 'status'>): 'done' | 'failed' | 'pending' =>
  Object.hasOwn(refundStates, status) ? refundStates[status as keyof typeof refundStates] : 'pending';
