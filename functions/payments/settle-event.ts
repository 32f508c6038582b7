import { settle, type SettlePorts } from './settle.ts';
import { markSettled, retryEvent, type EventHint } from './store.ts';

/** Minutes after which an event is looked at again whose payment our record does not name yet. */
const retries = [1, 10];

/** An event may come before what it names is stored, and an index lags; after that it is for the reconciliation. */
const unknown = async ({ id, tries }: EventHint, ports: SettlePorts): Promise<string> => {
  const minutes = retries[tries];
  if (minutes !== undefined) {
    await retryEvent(id, tries + 1, new Date(ports.now().getTime() + minutes * 60_000), ports);
    return 'unknown';
  }
  ports.log.error('event parked', { outcome: 'unknown' });
  await markSettled(id, 'parked', ports);
  return 'parked';
};

/**
 * Settles what an event is about and marks it; returns the outcome. One about a payment that our record does not name is
 * tried again after one and ten minutes and then parked, with an alarm; one that names no payment is marked `ignored`.
 * A throw leaves it unsettled, for the stream or the sweeper.
 */
export const settleEvent = async (event: EventHint, ports: SettlePorts): Promise<string> => {
  const namesNothing = event.paypalOrder === undefined && event.capture === undefined;
  const outcome = namesNothing ? 'ignored' : await settle(event.paypalOrder, ports, event);
  if (outcome === 'unknown') return unknown(event, ports);
  await markSettled(event.id, outcome, ports);
  return outcome;
};
