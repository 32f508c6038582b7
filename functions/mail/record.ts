import { isUnavailable } from '../kit/store/unavailable.ts';
import { recordWithin } from './domain.ts';
import type { MailPorts } from './mail-ports.ts';
import { endClaim, type Ending, type Letter } from './store.ts';

/** Milliseconds before the next try, at random up to a bound that grows: many senders may be refused at once. */
const rest = (attempt: number, ports: Pick<MailPorts, 'random'>): number =>
  ((Number(ports.random(1)[0]) + 1) / 256) * Math.min(4000, 250 * 2 ** attempt);

/**
 * Writes how a delivery ended under its claim, and tries for `recordWithin` while the outbox is throttled or out of reach:
 * a letter that SES took and that nobody recorded is sent a second time. Returns false when the letter is somebody
 * else's by now; throws when the outbox refused for too long.
 */
export const record = async (letter: Letter, ending: Ending, ports: MailPorts): Promise<boolean> => {
  const begun = ports.now();
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await endClaim(letter, ending, begun, ports);
    } catch (error) {
      const pause = rest(attempt, ports);
      if (!isUnavailable(error) || ports.now().getTime() + pause - begun.getTime() > recordWithin) throw error;
      await ports.pause(pause);
    }
  }
};
