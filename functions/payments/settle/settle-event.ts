import { getOrder } from '../../orders/public.ts';
import { minute } from '../../kit/value/time.ts';
import { lookAfterDispute } from '../disputes/respond.ts';
import { settleRefund } from '../refund/refund-event.ts';
import { isOfDispute, isOfVault } from '../webhook/event.ts';
import { settle } from './settle.ts';
import { vaultEvent } from './vault-event.ts';
import type { SettlePorts } from './ports.ts';
import { markSettled, retryEvent, wholeEvent, type EventHint } from '../store.ts';

/** Minutes after which an event is looked at again whose payment our record does not name yet. */
const retries = [1, 10];

/** An event may come before what it names is stored, and an index lags; after that it is for the reconciliation. */
const unknown = async ({ id, tries }: EventHint, ports: SettlePorts): Promise<string> => {
  const minutes = retries[tries];
  if (minutes !== undefined) {
    await retryEvent(id, tries + 1, new Date(ports.now().getTime() + minutes * minute), ports);
    return 'unknown';
  }
  ports.log.error('event parked', { outcome: 'unknown' });
  await markSettled(id, 'parked', ports);
  return 'parked';
};

/** Milliseconds to wait for the payment that a buyer's request is just storing: an event may overtake PayPal's response. */
const soon = [250, 500, 1000, 2000];

/** Whether an event names an order of ours whose payment is being made and is not in our record yet. */
const overtook = async ({ customId }: EventHint, ports: SettlePorts): Promise<boolean> => {
  const order = customId === undefined ? undefined : await getOrder(customId, ports);
  return order?.status === 'created' && order.attempts[String(order.attempt)] === undefined;
};

const settleSoon = async (event: EventHint, ports: SettlePorts): Promise<string> => {
  for (const wait of soon) {
    const outcome = await settle(event.paypalOrder, ports, event);
    if (outcome !== 'unknown' || !(await overtook(event, ports))) return outcome;
    await ports.pause(wait);
  }
  return settle(event.paypalOrder, ports, event);
};

const aboutRefund = /^PAYMENT\.(CAPTURE\.(REFUNDED|REVERSED)|REFUND\.[A-Z]+)$/;

const outcomeOf = async (event: EventHint, ports: SettlePorts): Promise<string> => {
  if (isOfVault(event.type)) return vaultEvent(event, ports);
  if (isOfDispute(event.type) && event.resource !== undefined) return lookAfterDispute(event.resource, event, ports);
  if (event.paypalOrder === undefined && event.capture === undefined) return 'ignored';
  if (!aboutRefund.test(event.type)) return settleSoon(event, ports);
  return settleRefund(event.refund === undefined ? await wholeEvent(event, ports) : event, ports);
};

/** Settles what an event is about, and marks nothing: of events that never came. */
export const settleHint = outcomeOf;

/**
 * Settles what an event is about and marks it; returns the outcome. One about a payment that our record does not name is
 * tried again after one and ten minutes and then parked, with an alarm; one that overtook our own record of its payment
 * waits for it a few seconds; one that names no payment is marked `ignored`.
 * A throw leaves it unsettled, for the stream or the sweeper.
 */
export const settleEvent = async (event: EventHint, ports: SettlePorts): Promise<string> => {
  const outcome = await outcomeOf(event, ports);
  if (outcome === 'unknown') return unknown(event, ports);
  await markSettled(event.id, outcome, ports);
  return outcome;
};
