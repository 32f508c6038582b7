import * as z from 'zod/mini';
import type { Ports } from '../kit/ports.ts';
import type { RecordHandler } from '../kit/work/stream.ts';
import { fulfil as goOn } from './fulfil.ts';

export { sweep } from './sweep.ts';

const Order = z.object({ id: z.string() });

/** Goes on with an order whose delivery broke off. */
export const fulfil: RecordHandler<Ports> = async (item, ports) => void (await goOn(z.parse(Order, item).id, ports));
