import * as z from 'zod/mini';
import type { Ports } from '../kit/ports.ts';
import type { RecordHandler } from '../kit/work/stream.ts';
import { confirmAgain } from './confirmation.ts';
import { fulfil as goOn } from './fulfil.ts';

export { sweep } from './sweep.ts';

const Order = z.object({ id: z.string() });

/** Goes on with an order whose delivery broke off. */
export const fulfil: RecordHandler<Ports> = async (item, ports) => void (await goOn(z.parse(Order, item).id, ports));

const Confirmation = z.object({
  id: z.string(),
  to: z.string(),
  data: z.object({ order: z.string(), placedAt: z.string(), revealedAt: z.string(), text: z.string() }),
});

/** Confirms a reveal again whose letter failed. */
export const confirm: RecordHandler<Ports> = async (item, ports) => confirmAgain(z.parse(Confirmation, item), ports);
