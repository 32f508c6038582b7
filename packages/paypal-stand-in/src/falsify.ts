import type { Wrong } from './faults.ts';
import { fromMinor, toMinor } from './money.ts';
import type { Money, Payee } from './wire.ts';

/** The same thing with the amount, currency, payee or custom_id that a fault puts in place of the true one. */
export const falsified = <T extends { amount: Money; payee: Payee; custom_id?: string | undefined }>(
  truth: T,
  wrong: Wrong,
): T => {
  const currency = wrong.currency ?? truth.amount.currency_code;
  const value = wrong.amount ?? truth.amount.value;
  // Written anew, because a currency without decimals would otherwise show some.
  const amount = fromMinor(toMinor({ currency_code: currency, value }), currency);
  return {
    ...truth,
    amount: wrong.amount === undefined && wrong.currency === undefined ? truth.amount : amount,
    ...(wrong.customId === undefined ? {} : { custom_id: wrong.customId }),
    payee: wrong.payee === undefined ? truth.payee : { merchant_id: wrong.payee },
  };
};
