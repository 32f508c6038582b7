import { dueOrders } from '../checkout/public.ts';
import { errorFields } from '../kit/log.ts';
import type { Ports } from '../kit/ports.ts';
import { fulfil } from './fulfil.ts';

/** Fulfils paid orders that the stream missed; one that fails is counted and met again by the next sweep. */
export const sweep = async (ports: Ports): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for await (const id of dueOrders('fulfilment', ports)) {
    const outcome = await fulfil(id, ports).catch((error: unknown) => {
      ports.log.warn('sweep left one', { worker: 'fulfilment-sweep', ...errorFields(error) });
      return 'failed';
    });
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
};
