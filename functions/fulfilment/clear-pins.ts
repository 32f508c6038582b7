import { Unavailable } from '../kit/http/problem.ts';
import type { Ports } from '../kit/ports.ts';
import { transact } from '../kit/store/write.ts';
import { pinsClearedWrite, type Order } from '../orders/public.ts';
import { burnWrites, releaseWrites } from '../pins/public.ts';

/**
 * Frees the PINs of an order whose money is gone for certain, or burns them where they were revealed: those are never sold again.
 * One transaction with the order, which was never revealed if they are freed. Safe to repeat; false when the order is not, or
 * no more, waiting for it.
 */
export const clearPins = async (order: Order, ports: Ports): Promise<boolean> => {
  const pins = await (order.revealed ? burnWrites(order.id, ports.now(), ports) : releaseWrites(order.id, ports));
  const outcome = await transact([pinsClearedWrite(order, ports), ...pins], ports);
  if (outcome.done || outcome.refused.includes(0)) return outcome.done;
  throw new Unavailable('a PIN of a refunded order is not held by it');
};
