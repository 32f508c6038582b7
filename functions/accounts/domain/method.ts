import { freshFor } from './sign-in.ts';
import type { Status } from './status.ts';

/** What an account says of its saved payment method; times are RFC 3339. */
export type MethodFacts = {
  status: Status;
  method?: string | undefined;
  /** When its owner last took the saved method away: what was agreed to before then counts no more. */
  methodRemovedAt?: string | undefined;
};

/**
 * Returns what becomes of a reference that PayPal made: it is the saved one already, it is to be saved, or nobody wants it (any
 * more) and PayPal has to delete it. `agreedAt` is when it was agreed to, `saved` when the method was that the account has.
 */
export const fateOf = (
  account: MethodFacts | undefined,
  { id, agreedAt }: { id: string; agreedAt: string },
  saved: string | undefined,
): 'saved' | 'save' | 'unwanted' => {
  if (!account || account.status === 'closed' || account.status === 'unconfirmed') return 'unwanted';
  if (account.method === id) return 'saved';
  const isOver = account.methodRemovedAt !== undefined && account.methodRemovedAt >= agreedAt;
  return isOver || (saved !== undefined && saved > agreedAt) ? 'unwanted' : 'save';
};

/**
 * Returns whether a customer may pay with the saved method. One whose account others' orders have joined has to have signed in a
 * moment ago: a proven address alone is not to be enough to spend somebody's money.
 */
export const mayPaySaved = (
  { persons, authTime }: { readonly persons: readonly string[]; readonly authTime: Date },
  now: Date,
): boolean => persons.length <= 1 || now.getTime() - authTime.getTime() <= freshFor * 1000;

/** Returns a reference as its owner is shown it: its last two characters. */
export const masked = (reference: string): string => `••••${reference.slice(-2)}`;
