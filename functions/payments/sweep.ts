import { checkAgain, dueOrders } from '../orders/public.ts';
import { sweepAll, type Counts } from '../kit/work/sweep.ts';
import type { SweepPorts } from '../kit/work/wake.ts';
import { lookAfterRefunds } from './refund/look-after-refunds.ts';
import { lookAfter } from './settle/look-after.ts';
import { lookAfterDispute } from './disputes/respond.ts';
import { dueDisputes, lookAgain } from './disputes/store.ts';
import { RateLimited } from '../paypal/public.ts';
import { settleEvent } from './settle/settle-event.ts';
import type { SettlePorts } from './settle/ports.ts';
import { retryEvent, unsettledEvents, type EventHint } from './store.ts';

type Ports = SettlePorts & Pick<SweepPorts, 'wake'>;

/** Milliseconds after which nothing new is begun. One item makes several calls to PayPal, each of eight seconds at most. */
export const budget = 150_000;

/** Milliseconds until an item is met again that failed, or that PayPal has no time for: not all of them at once. */
const later = (ports: Ports): Date =>
  new Date(ports.now().getTime() + 240_000 * (1 + Number(ports.random(1)[0]) / 256));

type Item = { event: EventHint } | { dispute: string } | { order: string; queue: 'payment' | 'refund' };

async function* due(ports: Ports): AsyncGenerator<Item> {
  for await (const event of unsettledEvents(ports)) yield { event };
  for await (const dispute of dueDisputes(ports)) yield { dispute };
  for await (const order of dueOrders('refund', ports)) yield { order, queue: 'refund' };
  for await (const order of dueOrders('payment', ports)) yield { order, queue: 'payment' };
}

/** PayPal says 429 to everybody who asks next, so that the run ends. */
const each = async (item: Item, ports: Ports): Promise<string> => {
  try {
    if ('event' in item) return `event-${await settleEvent(item.event, ports)}`;
    if ('dispute' in item) return `dispute-${await lookAfterDispute(item.dispute, {}, ports)}`;
    return await (item.queue === 'refund' ? lookAfterRefunds(item.order, ports) : lookAfter(item.order, ports));
  } catch (error) {
    if (error instanceof RateLimited) return 'stop';
    throw error;
  }
};

const pushBack = (item: Item, ports: Ports): Promise<unknown> => {
  if ('event' in item) return retryEvent(item.event.id, item.event.tries, later(ports), ports);
  if ('dispute' in item) return lookAgain(item.dispute, later(ports), ports);
  return checkAgain(item.order, later(ports), ports, item.queue);
};

/** An event says `done` also of an order that it voided, and of one that is only paid. */
const wakes = {
  'fulfilment.sweep': ['paid', 'event-done'],
  'mail.sweep': ['fulfilled', 'voided', 'event-fulfilled', 'event-done', 'refunds-certain'],
};

/**
 * Settles events that nothing settled, looks after refunds that are not certain, reads open orders back, and voids those whose approval window has closed: the
 * guarantee behind the streams. Whoever has to do something next is woken.
 */
export const sweep = async (ports: Ports): Promise<Counts> => {
  const counts = await sweepAll<Item>({
    worker: 'payments-sweep',
    items: due(ports),
    each: (item) => each(item, ports),
    pushBack: (item) => pushBack(item, ports),
    ports,
    budget,
  });
  for (const [worker, outcomes] of Object.entries(wakes))
    if (outcomes.some((outcome) => counts[outcome])) await ports.wake(worker);
  return counts;
};
