import * as z from 'zod/mini';
import type { RecordHandler } from '../kit/work/stream.ts';
import { settleEvent } from './settle/settle-event.ts';
import type { SettlePorts } from './settle/ports.ts';
import { EventItem } from './store.ts';

export { sweep } from './sweep.ts';

/** Settles the order that a new event is about. */
export const settle: RecordHandler<SettlePorts> = async (item, ports) =>
  void (await settleEvent(z.parse(EventItem, item), ports));
