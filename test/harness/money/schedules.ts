import { Unavailable } from '../../../functions/kit/http/problem.ts';
import { fulfil } from '../../../functions/fulfilment/fulfil.ts';
import { revealOrder } from '../../../functions/fulfilment/reveal.ts';
import type { Order } from '../../../functions/orders/domain.ts';
import { getOrder } from '../../../functions/orders/store.ts';
import { lookAfterRefunds } from '../../../functions/payments/refund/look-after-refunds.ts';
import { requestRefund } from '../../../functions/payments/refund/request.ts';
import { lookAfter } from '../../../functions/payments/settle/look-after.ts';
import type { SettlePorts } from '../../../functions/payments/settle/ports.ts';
import { settleEvent } from '../../../functions/payments/settle/settle-event.ts';
import { withdraw } from '../../../functions/payments/withdrawal/withdraw.ts';
import { revealNotice } from '../../../functions/policy/public.ts';
import { orderRow } from '../../builders/orders.ts';
import { money } from '../../builders/cards.ts';
import { testPorts } from '../ports.ts';
import { violationsOf, watchOrders } from './invariants.ts';
import { clientOf, memoryDatabase } from './memory-database.ts';
import { memoryPaypal } from './memory-paypal.ts';
import { chanceFrom, turns, type Fate } from './turns.ts';

/** What somebody does; `order` is which of the orders, `n` says how much, or which of several. */
export type Act = { do: (typeof acts)[number]; order: number; n: number; fate?: Fate | undefined; atCall: number };

export const acts = [
  'event', 'event', 'event', 'look', 'refunds', 'fulfil', 'staff-refund', 'reveal', 'withdraw', 'refund-at-paypal',
  'pending-from-now', 'declined-from-now', 'well-from-now', 'slow-refunds', 'review', 'review-denied', 'deny', 'wait',
] as const; // prettier-ignore

/** Acts that begin at the same time, and then more of them. */
export type Schedule = { seed: number; rounds: Act[][] };

const orders = 3;
const stock = 4;
const quiet: Omit<Act, 'do' | 'order' | 'n'> = { atCall: 0 };

/** A shop in memory with some orders whose buyers have approved; fewer PINs than are wanted. */
const worldOf = (seed: number) => {
  const chance = chanceFrom(seed);
  const paypal = memoryPaypal();
  const watch = watchOrders();
  const database = memoryDatabase(watch.seen);
  const { run, caller } = turns(chance);
  let now = Date.parse('2026-03-01T00:00:00Z');
  let ids = 0;
  const id = (order: number): string => `order-${order}`.padEnd(22, '0');

  for (let n = 0; n < stock; n += 1)
    database.put('pins.pins', { sku: 'CARD-A', id: `pin-${n}`, batch: 'b', sealed: new Uint8Array(1), free: 'CARD-A' });
  for (let n = 0; n < orders; n += 1) {
    const quantity = 1 + (n % 2);
    const placedAt = new Date(now).toISOString();
    const row = orderRow(id(n), 'created', { total: money(1000 * quantity), placedAt, cart: { version: 1 } });
    const attempts = { 1: { paypalOrder: `P${n}`, approveUrl: 'x', payee: 'MERCHANT1', at: placedAt } };
    const lines = row.lines.map((line) => ({ ...line, quantity }));
    database.put('orders.orders', {
      ...row,
      lines,
      attempts,
      paypalOrder: `P${n}`,
      open: 'payment',
      checkAt: now / 1000,
    });
    paypal.orders.set(`P${n}`, {
      id: `P${n}`,
      custom: id(n),
      value: 1000 * quantity,
      status: 'APPROVED',
      captures: [],
    });
    paypal.told.push({ type: 'CHECKOUT.ORDER.APPROVED', paypalOrder: `P${n}`, customId: id(n) });
  }

  /** The ports of one process; `act` says whether and where it is killed, or its calls go wrong. */
  const portsOf = (act: Pick<Act, 'fate' | 'atCall'>): SettlePorts => {
    let calls = 0;
    const call = caller(() => ((calls += 1), calls - 1 === act.atCall && act.fate ? act.fate : 'goes-well'));
    const base = testPorts({
      dynamo: clientOf((command) => call(() => database.run(command))),
      now: () => new Date(now),
      newId: () => `id-${(ids += 1)}`.padEnd(22, '0'),
      random: (bytes) => Uint8Array.from({ length: bytes }, () => Math.floor(chance() * 256)),
      pause: async (milliseconds) => void (now += milliseconds),
      secrets: { paypal: { clientId: 'c', clientSecret: 's', webhookId: 'w', merchantId: 'MERCHANT1' } },
      paypal: async (request) => {
        const begun = now;
        const make = () => {
          // The client gives a call up after eight seconds; on the wire it is over then too.
          if (now - begun >= 8_000) throw new Unavailable('PayPal took too long');
          return paypal.ask(request);
        };
        try {
          return await call(make);
        } catch (error) {
          throw ['TimeoutError', 'TransactionCanceledException'].includes((error as Error).name)
            ? new Unavailable('PayPal')
            : error;
        }
      },
    });
    return base;
  };

  const doing = async (act: Act): Promise<unknown> => {
    const ports = portsOf(act);
    const read = () => getOrder(id(act.order), ports) as Promise<Order>;
    const capture = paypal.captures.get(paypal.orders.get(`P${act.order}`)?.captures[0] ?? '');
    switch (act.do) {
      case 'event': {
        const event = paypal.told[act.n % paypal.told.length];
        return event && settleEvent({ id: 'event', tries: 0, ...event }, ports);
      }
      case 'look':
        return lookAfter(id(act.order), ports);
      case 'refunds':
        return lookAfterRefunds(id(act.order), ports);
      case 'fulfil':
        return fulfil(id(act.order), ports);
      case 'staff-refund':
        return requestRefund(
          await read(),
          { id: `refund-${act.n % 3}-${act.order}`, by: 'staff', amount: act.n % 2 ? money(100 + act.n) : undefined },
          ports,
        );
      case 'reveal':
        return watch.revealed(await revealOrder(await read(), revealNotice.hash, ports));
      case 'withdraw':
        return withdraw(await read(), ports);
      case 'refund-at-paypal':
        return (
          capture &&
          paypal.left(capture) > 0 &&
          paypal.refund(capture, 1 + (act.n % paypal.left(capture)), id(act.order))
        );
      case 'pending-from-now':
        return (paypal.next.capture = 'PENDING');
      case 'declined-from-now':
        return (paypal.next.capture = 'DECLINED');
      case 'well-from-now':
        return Object.assign(paypal.next, { capture: 'COMPLETED', refund: 'COMPLETED' });
      case 'slow-refunds':
        return (paypal.next.refund = 'PENDING');
      case 'review':
        return paypal.review('COMPLETED');
      case 'review-denied':
        return paypal.review('DECLINED');
      case 'deny':
        return capture && paypal.deny(capture);
      case 'wait':
        return (now += (act.n % 5) * 1_800_000);
    }
  };
  const pass = (milliseconds: number): void => void (now += milliseconds);
  return { database, paypal, watch, run, doing, pass };
};

type World = ReturnType<typeof worldOf>;

/** Lets everything come to rest: every event is told again, twice, every queue swept, and time goes by. */
const settleDown = async ({ paypal, run, doing, pass }: World): Promise<void> => {
  Object.assign(paypal.next, { capture: 'COMPLETED', refund: 'COMPLETED' });
  for (let round = 0; round < 6; round += 1) {
    paypal.review('COMPLETED');
    for (let n = 0; n < paypal.told.length; n += 1)
      for (let again = 0; again < 2; again += 1) await run([() => doing({ do: 'event', order: 0, n, ...quiet })]);
    for (let order = 0; order < orders; order += 1)
      for (const what of ['look', 'fulfil', 'refunds'] as const)
        await run([() => doing({ do: what, order, n: 0, ...quiet })]);
    pass(3_700_000);
  }
};

/** Runs a schedule to its end and returns what does not hold then; empty when all does. */
export const violationsIn = async ({ seed, rounds }: Schedule): Promise<string[]> => {
  const world = worldOf(seed);
  for (const round of rounds) await world.run(round.map((act) => () => world.doing(act)));
  await settleDown(world);
  return [...world.watch.violations, ...violationsOf(world.database, world.paypal)];
};
