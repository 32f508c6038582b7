import type { Ports } from '../kit/ports.ts';
import { refuse, type Refusal } from '../kit/value/result.ts';
import type { Order } from '../orders/public.ts';
import { orderPins, reportPin } from '../pins/public.ts';
import { hiddenBy, type Hidden } from './domain.ts';

type Report = { n: number; problem: 'dead' | 'wrong'; at: string };

/**
 * Writes down what a buyer says is the matter with a PIN that was shown, and calls a person, once. What was said first stays, and a
 * repeat returns it.
 */
export const report = async (
  order: Order,
  n: number,
  problem: Report['problem'],
  ports: Ports,
): Promise<Report | Refusal<'not-found' | 'not-revealed' | Hidden>> => {
  if (!order.revealed) return refuse('not-revealed');
  if (order.status !== 'fulfilled' || order.disputed) return refuse(hiddenBy(order, ports.now()) ?? 'not-fulfilled');
  const find = async () => (await orderPins(order.id, ports)).pins.find((each) => each.n === n);
  const pin = await find();
  if (!pin) return refuse('not-found');
  if (await reportPin(order.id, pin, problem, ports)) ports.log.error('pin reported', { outcome: problem });
  const now = await find();
  return { n, problem: now?.reported ?? problem, at: now?.reportedAt ?? ports.now().toISOString() };
};
