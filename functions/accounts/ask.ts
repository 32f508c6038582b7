import { identityForm, mailboxForm } from '../kit/value/email-address.ts';
import type { Wake } from '../kit/work/wake.ts';
import type { AskPayPal } from '../paypal/public.ts';
import type { AccountPorts } from './account-ports.ts';
import type { Limited } from './domain/limits.ts';
import { count } from './limits.ts';
import type { Payload } from './requests/payload.ts';

/** What the routes of this context get. */
export type RoutePorts = AccountPorts & { wake: Wake; paypal: AskPayPal };

/** Returns an address in the form by which accounts are found; the contract has refused what is none. */
export const addressOf = (email: string): string => {
  const address = identityForm(email);
  if (address === undefined) throw new RangeError('not an address');
  return address;
};

/**
 * Counts what is asked for a mailbox, and leaves the rest to the worker `enrol`: it takes the same time whether or not the
 * address is known. False when it was asked for too often; then nothing is done.
 */
export const ask = async (what: Limited, payload: Payload, ports: RoutePorts): Promise<boolean> => {
  const isAllowed = await count(what, mailboxForm(payload.email) ?? payload.email, ports);
  if (isAllowed) await ports.wake('accounts.enrol', payload);
  return isAllowed;
};
