import * as z from 'zod/mini';
import { work } from '../kit/work/work.ts';
import { settleEvent } from './settle/settle-event.ts';
import { settlePorts } from './settle-ports.ts';
import { EventItem } from './store.ts';

export const handler = work(
  'payments-settle',
  async (item, ports) => void (await settleEvent(z.parse(EventItem, item), ports)),
  settlePorts('payments-settle'),
);
