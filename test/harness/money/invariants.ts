import { moves, stepsOf, type Order, type Status } from '../../../functions/orders/domain.ts';
import { openRefunds } from '../../../functions/orders/domain/refunds.ts';
import type { MemoryDatabase } from './memory-database.ts';
import type { MemoryPaypal } from './memory-paypal.ts';

const mayMove = (from: Status, to: Status): boolean => (moves[from] as readonly Status[]).includes(to);

/** Watches every write of an order: a status goes forward only, and what is certain of the money never shrinks. */
export const watchOrders = () => {
  const violations: string[] = [];
  const seen = (table: string, before: unknown, after: unknown): void => {
    if (!table.endsWith('orders-orders') || !before || !after) return;
    const [was, is] = [before as Order, after as Order];
    if (was.status !== is.status && !mayMove(was.status, is.status))
      violations.push(`${is.id} went from ${was.status} to ${is.status}`);
    if (is.refunded.amount < was.refunded.amount) violations.push(`${is.id} has less refunded than before`);
    const told = is.history.slice(was.history.length).map(({ status }) => status);
    const steps = was.status === is.status ? [] : stepsOf(was.status, is.status);
    if (JSON.stringify(told) !== JSON.stringify(steps))
      violations.push(`the history of ${is.id} does not tell its move`);
  };
  /** A reveal that was done: nothing of the order had been refunded, or was on its way back. */
  const revealed = (outcome: object): void => {
    const order = outcome as Order;
    if (!('id' in outcome)) return;
    if (order.refunded.amount > 0 || openRefunds(order).length > 0 || order.withdrawal)
      violations.push(`${order.id} was revealed while its money went back`);
  };
  return { violations, seen, revealed };
};

type Pin = { id: string; heldBy?: string; free?: string };

const pinViolations = (order: Order, pins: Pin[]): string[] => {
  const held = pins.filter(({ heldBy }) => heldBy === order.id).length;
  const wanted = order.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const keeps = order.status === 'fulfilled' || order.revealed !== undefined || order.parked !== undefined;
  if (keeps && order.capture !== undefined && held !== wanted)
    return [`${order.id} is ${order.status} and holds ${held} PINs`];
  const isOver = order.status === 'voided' || order.status === 'refunded';
  return isOver && order.revealed === undefined && held > 0 ? [`${order.id} is ${order.status} and holds PINs`] : [];
};

const moneyViolations = (order: Order, paypal: MemoryPaypal): string[] => {
  const captures = [...paypal.captures.values()].filter(({ order: of }) => paypal.orders.get(of)?.custom === order.id);
  const brought = captures.filter(({ status }) => status === 'COMPLETED');
  const kept = brought.reduce((sum, capture) => sum + paypal.left(capture), 0);
  const taken = brought.reduce((sum, { value }) => sum + value, 0);
  const told = order.refunded.amount + (order.chargedBack?.amount ?? 0);
  const found: string[] = [];
  const say = (what: string) => found.push(`${order.id} (${order.status}) ${what}`);
  if (brought.length > 1) say('has two captures');
  if (taken > 0 && told > taken) say('gave back more than came');
  if (taken > 0 && told !== taken - kept) say(`says ${told} went back, and ${taken - kept} did`);
  if (kept > 0 && order.status !== 'fulfilled' && order.parked === undefined) say(`keeps ${kept}`);
  if (kept === 0 && order.status === 'fulfilled') say('is fulfilled for nothing');
  if (order.status === 'paid' || order.status === 'pending') say('does not come to rest');
  if (openRefunds(order).length > 0) say('has a refund that is never certain');
  return found;
};

/** Returns what does not hold once everything is quiet: money by PayPal's own books, PINs, and that nothing waits for ever. */
export const violationsOf = (database: MemoryDatabase, paypal: MemoryPaypal): string[] => {
  const orders = database.rows('orders.orders') as unknown as Order[];
  const pins = database.rows('pins.pins') as unknown as Pin[];
  const both = pins.filter(({ heldBy, free }) => (heldBy === undefined) === (free === undefined));
  return [
    ...both.map(({ id }) => `${id} is neither free nor held by one order`),
    ...orders.flatMap((order) => [...pinViolations(order, pins), ...moneyViolations(order, paypal)]),
  ];
};
