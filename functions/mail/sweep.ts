import { sweepAll, type Counts } from '../kit/work/sweep.ts';
import { deliverLetter } from './deliver.ts';
import { dueLetters } from './due-letters.ts';
import type { MailPorts } from './mail-ports.ts';
import { pushBack } from './store.ts';

/** Milliseconds after which a sweep begins no further letter. The longest delivery has to end before the time-out. */
export const budget = 190_000;

/** Milliseconds that follow a letter that SES would not take now: ten at a time would else outrun its sending rate. */
const restAfterDeferral = 1000;

/** Delivers every letter that is due, and returns how many came to which outcome. */
export const sweep = (ports: MailPorts): Promise<Counts> =>
  sweepAll({
    worker: 'mail-sweep',
    items: dueLetters(ports),
    each: async (id) => {
      const outcome = await deliverLetter(id, ports);
      if (outcome === 'pending') await ports.pause(restAfterDeferral);
      return outcome;
    },
    pushBack: (id) => pushBack(id, ports.now(), ports),
    ports,
    budget,
  });
