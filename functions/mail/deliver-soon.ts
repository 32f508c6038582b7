import { deliverLetter, type Outcome } from './deliver.ts';
import { backoff, triesAtOnce } from './letter.ts';
import type { MailPorts } from './mail-ports.ts';

/**
 * Delivers a letter, and tries again by itself while SES certainly did not take it, as under throttling, which passes in
 * seconds; `pause` waits that many milliseconds. After a few tries the letter is left to the sweeper.
 */
export const deliverSoon = async (
  id: string,
  ports: MailPorts,
  pause: (milliseconds: number) => Promise<unknown>,
): Promise<Outcome> => {
  let outcome = await deliverLetter(id, ports);
  for (let tries = 1; tries < triesAtOnce && outcome === 'pending'; tries += 1) {
    await pause(backoff(tries) * 1000);
    outcome = await deliverLetter(id, ports);
  }
  return outcome;
};
