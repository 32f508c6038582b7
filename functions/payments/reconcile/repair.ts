import { findOrder, getOrder, openPayments, type Order } from '../../orders/public.ts';
import { listDisputes, listEvents, type Transaction } from '../../paypal/public.ts';
import { kindOf } from '../domain/books.ts';
import { lookAfterDispute } from '../disputes/respond.ts';
import { getDispute } from '../disputes/store.ts';
import { settleRefund } from '../refund/refund-event.ts';
import { settle } from '../settle/settle.ts';
import { settleHint } from '../settle/settle-event.ts';
import type { SettlePorts } from '../settle/ports.ts';
import { isOfVault, readEvent, type PayPalEvent } from '../webhook/event.ts';

/** Finds our order of a transaction: by its capture, or by the invoice if our record has its payment still open. */
export const orderOf = async (
  { id, reference, order: named, ...transaction }: Transaction,
  ports: SettlePorts,
): Promise<Order | undefined> => {
  const capture = kindOf(transaction) === 'captured' ? id : reference;
  const customId = named === undefined ? undefined : /^[\w-]{22}/.exec(named)?.[0];
  const found = capture === undefined ? undefined : await findOrder(undefined, { capture, customId }, ports);
  return found?.order;
};

/** Returns whether our record has what a transaction did. */
export const isKnown = (order: Order, { id, ...transaction }: Transaction): boolean => {
  const kind = kindOf(transaction);
  if (kind === 'captured') return order.capture === id;
  const refunds = Object.values(order.refunds ?? {});
  if (refunds.some(({ paypalRefund, state }) => paypalRefund === id && state === 'done')) return true;
  return kind === 'disputed' && Object.values(order.disputes ?? {}).some(({ state }) => state === 'lost');
};

/** Repairs what a transaction shows that our record does not have. */
export const repairTransaction = async (transaction: Transaction, ports: SettlePorts): Promise<string> => {
  const kind = kindOf(transaction);
  if (kind === 'other' || kind === 'fee' || transaction.status === 'D') return 'transaction-beside';
  const order = await orderOf(transaction, ports);
  if (order && isKnown(order, transaction)) return 'transaction-known';
  if (kind === 'captured') {
    const named = transaction.order === undefined ? undefined : await getOrder(transaction.order, ports);
    for (const paypalOrder of named ? openPayments(named) : [])
      await settle(paypalOrder, ports, { customId: named?.id });
    return (await orderOf(transaction, ports)) ? 'transaction-repaired' : 'transaction-unknown';
  }
  if (!order || transaction.reference === undefined) return 'transaction-unknown';
  const type = kind === 'refunded' ? 'PAYMENT.CAPTURE.REFUNDED' : 'PAYMENT.CAPTURE.REVERSED';
  const hint = { id: transaction.id, type, refund: transaction.id, capture: transaction.reference, tries: 0 };
  return (await settleRefund(hint, ports)) === 'done' ? 'transaction-repaired' : 'transaction-unknown';
};

/** Reads the events that PayPal made, each thing that they are about once; undefined when the app may not list them. */
export const eventsSince = async (from: Date, ports: SettlePorts): Promise<PayPalEvent[] | undefined> => {
  const listed = await listEvents(ports.paypal, { from, to: ports.now() });
  if (listed === 'unavailable') return undefined;
  const events = listed.flatMap((body) => readEvent(body) ?? []).filter(({ type }) => !isOfVault(type));
  const about = (event: PayPalEvent) =>
    event.resource ?? event.refund ?? event.capture ?? event.paypalOrder ?? event.event;
  return [...new Map(events.map((event) => [about(event), event])).values()];
};

/** Settles what an event is about, as if it had come. */
export const repairEvent = async (event: PayPalEvent, ports: SettlePorts): Promise<string> =>
  `event-${await settleHint({ id: event.event, tries: 0, ...event }, ports)}`;

/** Reads the disputes that changed; undefined when the app may not see them. */
export const disputesSince = async (from: Date, ports: SettlePorts): Promise<string[] | undefined> => {
  const listed = await listDisputes(ports.paypal, from);
  return listed === 'unavailable' ? undefined : listed;
};

/** Looks after a dispute; tells whether our record missed something of it. */
export const repairDispute = async (id: string, ports: SettlePorts): Promise<string> => {
  const before = await getDispute(id, ports);
  const outcome = await lookAfterDispute(id, {}, ports);
  if (outcome === 'unknown') return 'dispute-unknown';
  const after = await getDispute(id, ports);
  return before?.updated === after?.updated ? 'dispute-known' : 'dispute-repaired';
};
