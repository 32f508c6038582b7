import { checkAgain, dueOrders } from '../orders/public.ts';
import type { Ports } from '../kit/ports.ts';
import { sweepAll, type Counts } from '../kit/work/sweep.ts';
import type { SweepPorts } from '../kit/work/wake.ts';
import { fulfil } from './fulfil.ts';

/** Milliseconds after which nothing new is begun. One order takes a few transactions, each tried for some seconds. */
export const budget = 180_000;

/** Seconds until an order is met again that failed, or that is not delivered now. */
const later = { failed: 240, 'not-now': 900 };

/** Fulfils paid orders that the stream missed, and has their receipts sent. */
export const sweep = async (ports: Ports & Pick<SweepPorts, 'wake'>): Promise<Counts> => {
  const putOff = (id: string, why: keyof typeof later) =>
    checkAgain(id, new Date(ports.now().getTime() + later[why] * 1000), ports, 'fulfilment');
  const counts = await sweepAll({
    worker: 'fulfilment-sweep',
    items: dueOrders('fulfilment', ports),
    each: async (id) => {
      const outcome = await fulfil(id, ports);
      if (outcome === 'not-now') await putOff(id, outcome);
      return outcome;
    },
    pushBack: (id) => putOff(id, 'failed'),
    ports,
    budget,
  });
  if (counts['fulfilled']) await ports.wake('mail.sweep');
  return counts;
};
