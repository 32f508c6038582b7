import { settle, type SettlePorts } from './settle.ts';
import { markSettled } from './store.ts';

/**
 * Settles what an event is about and marks it. An event without an order of ours is parked under the outcome `unknown`;
 * one about nothing that we act on, under `ignored`. A throw leaves it unsettled, for the stream or the sweeper.
 */
export const settleEvent = async (
  event: { id: string; paypalOrder?: string | undefined },
  ports: SettlePorts,
): Promise<string> => {
  const outcome = event.paypalOrder === undefined ? 'ignored' : await settle(event.paypalOrder, ports);
  await markSettled(event.id, outcome, ports);
  return outcome;
};
