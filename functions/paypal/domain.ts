import type { Money } from '../kit/value/money.ts';

/** A capture as PayPal states it; a field that PayPal left out is undefined. */
export type Capture = {
  id: string;
  status: string;
  amount?: Money | undefined;
  customId?: string | undefined;
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
};

/** Only these two are certain to have brought no money. */
const failed = new Set(['DECLINED', 'FAILED']);

/** Returns whether a capture took money, or may have: every status but the two that are certain. */
export const mayHaveTaken = ({ status }: Pick<Capture, 'status'>): boolean => !failed.has(status);
