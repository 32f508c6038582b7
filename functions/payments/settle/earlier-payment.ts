import type { Order } from '../../orders/public.ts';
import { mayHaveTaken, paymentByCapture, readPayment, searchTransactions, type Payment } from '../../paypal/public.ts';
import { hour } from '../../kit/value/time.ts';
import { betweenSearches } from '../domain/next-look.ts';
import type { Learned } from './learned.ts';
import { factsOf } from './order-facts.ts';
import { park } from './park.ts';
import type { SettlePorts } from './ports.ts';

const took = ({ capture }: Payment): boolean => capture !== undefined && mayHaveTaken(capture);

/** The payment of another attempt of the order that was captured. */
const ofAttempts = async (order: Order, paypalOrder: string, ports: SettlePorts): Promise<Payment | undefined> => {
  const others = Object.values(order.attempts).filter((attempt) => attempt.paypalOrder !== paypalOrder);
  for (const attempt of others) {
    const payment = await readPayment(ports.paypal, attempt.paypalOrder);
    if (payment && took(payment)) return payment;
  }
  return undefined;
};

const ofTransactions = async (order: Order, paypalOrder: string, ports: SettlePorts): Promise<Payment | undefined> => {
  const from = new Date(Date.parse(order.placedAt) - hour);
  const found = await searchTransactions(ports.paypal, { order: order.id, paypalOrder, from, to: ports.now() });
  for (const id of found === 'unavailable' ? [] : found) {
    const payment = await paymentByCapture(ports.paypal, paypalOrder, id);
    if (payment && took(payment)) return payment;
  }
  return undefined;
};

/**
 * Finds the payment that PayPal means when it refuses a capture because the order's invoice was paid before: one of the order's
 * attempts, or what Transaction Search has. The order goes on by it. While the search may still be behind, the claim stays and
 * the capture is asked for again under its own request id; after that a person has to look. The invoice id is never changed.
 */
export const earlierPayment = async (order: Order, paypalOrder: string, ports: SettlePorts): Promise<Learned> => {
  const payment = (await ofAttempts(order, paypalOrder, ports)) ?? (await ofTransactions(order, paypalOrder, ports));
  if (payment) return { payment, order };
  const isBehind = ports.now().getTime() - factsOf(order).since < betweenSearches;
  if (isBehind) return { payment: 'gone', order };
  await park(order, 'invoice-paid-before', ports);
  return { payment: 'parked', order };
};
