import * as z from 'zod/mini';
import type { RecordHandler } from '../kit/work/stream.ts';
import { settleEvent } from './settle/settle-event.ts';
import type { SettlePorts } from './settle/ports.ts';
import { EventItem, keepUnsettled } from './store.ts';

export { sweep } from './sweep.ts';

/** Settles the order that a new event is about; one that fails is the sweeper's too from then on. */
export const settle: RecordHandler<SettlePorts> = async (item, ports) => {
  const event = z.parse(EventItem, item);
  try {
    await settleEvent(event, ports);
  } catch (error) {
    await keepUnsettled(event.id, ports);
    throw error;
  }
};
