import { retry, type Persistence } from '../kit/store/retry.ts';
import { recordWithin } from './domain.ts';
import type { MailPorts } from './mail-ports.ts';
import { endClaim, type Ending, type Letter } from './store.ts';

/** Many senders may be refused at once, so that the waits grow. */
const untilRecorded: Persistence = { tries: Infinity, firstWait: 250, longestWait: 4000, within: recordWithin };

/**
 * Writes how a delivery ended under its claim, and tries for `recordWithin` while the outbox is throttled or out of reach:
 * a letter that SES took and that nobody recorded is sent a second time. Returns false when the letter is somebody
 * else's by now; throws when the outbox refused for too long.
 */
export const record = (letter: Letter, ending: Ending, ports: MailPorts): Promise<boolean> => {
  const begun = ports.now();
  return retry(() => endClaim(letter, ending, begun, ports), ports, untilRecorded);
};
