import { deliverLetter, type Outcome } from './deliver.ts';
import { backoff, triesAtOnce } from './domain.ts';
import type { MailPorts } from './mail-ports.ts';

/** Milliseconds after which no further try is begun: the record of the last one has to end within the worker's time. */
export const lastTryBegins = 15_000;

/**
 * Delivers a letter, and tries again by itself while SES certainly did not take it, as under throttling, which passes in
 * seconds. After a few tries the letter is left to the sweeper.
 */
export const deliverSoon = async (id: string, ports: MailPorts): Promise<Outcome> => {
  const begun = ports.now().getTime();
  let outcome = await deliverLetter(id, ports);
  for (let tries = 1; tries < triesAtOnce && outcome === 'pending'; tries += 1) {
    const rest = backoff('transactional', tries) * 1000;
    if (ports.now().getTime() + rest - begun > lastTryBegins) break;
    await ports.pause(rest);
    outcome = await deliverLetter(id, ports);
  }
  return outcome;
};
