import { findOrder, getOrder, openPayments, type Order } from '../../orders/public.ts';
import { readCapture, readRefund, type PayPalRefund } from '../../paypal/public.ts';
import { settle } from '../settle/settle.ts';
import type { SettlePorts } from '../settle/ports.ts';
import type { EventHint } from '../store.ts';
import { bookSeen, type Taken } from './seen.ts';

/** An event may tell of a refund before our record has the capture: then the payments of the order that it names are settled first. */
const orderOf = async (event: EventHint, ports: SettlePorts): Promise<Order | undefined> => {
  const find = async () => (await findOrder(event.paypalOrder, event, ports))?.order;
  const found = await find();
  if (found || event.customId === undefined) return found;
  const named = await getOrder(event.customId, ports);
  for (const paypalOrder of named ? openPayments(named) : [])
    await settle(paypalOrder, ports, { customId: event.customId });
  return find();
};

/** Captures whose money has gone back, by PayPal's own word. */
const isBack = (status: string): boolean => status === 'REFUNDED' || status === 'REVERSED';

/** A reversal that PayPal does not show as a refund is believed if the capture itself is refunded: all that is left of it. */
const reversalOf = async (event: EventHint, order: Order, ports: SettlePorts): Promise<PayPalRefund | undefined> => {
  const { refund, capture } = event;
  if (!event.type.endsWith('.REVERSED') || refund === undefined || capture !== order.capture) return undefined;
  const seen = await readCapture(ports.paypal, order.capture as string);
  if (!seen || !isBack(seen.status) || !seen.amount) return undefined;
  const left = { ...seen.amount, amount: Math.max(0, seen.amount.amount - order.refunded.amount) };
  return { id: refund, status: 'COMPLETED', capture, amount: left };
};

/**
 * Books the refund that an event tells of, read back from PayPal. `unknown` when our record names no order of its capture, or PayPal
 * does not know it (yet).
 */
export const settleRefund = async (event: EventHint, ports: SettlePorts): Promise<string> => {
  const order = await orderOf(event, ports);
  if (!order || event.refund === undefined) return 'unknown';
  const seen = (await readRefund(ports.paypal, event.refund)) ?? (await reversalOf(event, order, ports));
  if (!seen) return 'unknown';
  const taken: Taken = event.type.endsWith('.REVERSED') ? 'reversed' : undefined;
  await bookSeen(order, { ...seen, capture: seen.capture ?? event.capture }, ports, taken);
  return 'done';
};
