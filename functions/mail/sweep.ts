import { errorFields } from '../kit/log.ts';
import { deliverLetter, type Outcome } from './deliver.ts';
import { dueLetters } from './due-letters.ts';
import type { MailPorts } from './mail-ports.ts';

/** Letters in delivery at once, well below the sending rate that SES gives to a new account (14 a second). */
const atOnce = 5;

/** Milliseconds after which a sweep leaves the rest to the next one; the function itself is cut off at 240 s. */
const longest = 200_000;

const deliverOne = async (id: string, ports: MailPorts): Promise<Outcome | 'failed'> => {
  try {
    return await deliverLetter(id, ports);
  } catch (error) {
    ports.log.warn('letter not delivered', errorFields(error));
    return 'failed';
  }
};

/** Delivers every letter that is due, a few at a time, and counts what came of them by outcome. */
export const sweep = async (ports: MailPorts): Promise<Record<string, number>> => {
  const begun = ports.now();
  const counts: Record<string, number> = {};
  for await (const ids of dueLetters(begun, atOnce, ports)) {
    for (const outcome of await Promise.all(ids.map((id) => deliverOne(id, ports))))
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    if (ports.now().getTime() - begun.getTime() > longest) break;
  }
  return counts;
};
