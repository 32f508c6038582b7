import { fromMinor, toMinor } from './money.ts';
import type { Money, Payee } from './paypal-types.ts';
import type { StandIn } from './stand-in.ts';

type Facts = { amount: Money; payee: Payee; custom_id?: string | undefined };
type Where = 'order' | 'captured order' | 'capture';

/**
 * Returns the same thing with the amount, currency, payee or custom_id that a fault puts in place of the true one, where `wrongIn`
 * lets it show: in an order as read, in one that is captured, or in a new capture.
 */
export const withWrongFacts = <T extends Facts>({ faults }: StandIn, where: Where, truth: T): T => {
  const { wrongAmount, wrongCurrency, wrongPayee, wrongCustomId, wrongIn } = faults.set;
  const shows = { order: where !== 'capture', capture: where === 'capture', captured: where !== 'order' };
  if (wrongIn !== undefined && !shows[wrongIn]) return truth;
  const currency_code = wrongCurrency ?? truth.amount.currency_code;
  // Written anew, because a currency without decimals would otherwise show some.
  const amount = fromMinor(toMinor({ currency_code, value: wrongAmount ?? truth.amount.value }), currency_code);
  return {
    ...truth,
    amount: wrongAmount === undefined && wrongCurrency === undefined ? truth.amount : amount,
    custom_id: wrongCustomId ?? truth.custom_id,
    payee: wrongPayee === undefined ? truth.payee : { merchant_id: wrongPayee },
  };
};
