import { errorFields } from '../kit/log.ts';
import { seconds } from '../kit/value/time.ts';
import type { Message } from './compose.ts';
import { backoff, isTriedNoMore, maySend, onHeld, refusalsUntold, triesUntold } from './domain.ts';
import type { MailPorts } from './mail-ports.ts';
import { prepare } from './prepare.ts';
import { record } from './record.ts';
import { addressOf } from './sealed.ts';
import { judgeSesError } from './ses-verdict.ts';
import { claimFree, takeOver, type Ending, type Letter } from './store.ts';

/** What a delivery came to; `left` means that the letter was not ours to send, or is ours no more. */
export type Outcome = 'sent' | 'unknown' | 'refused' | 'pending' | 'left';

/** An ending with what is not kept of it: whether its cause is the account's. */
type Attempted = Ending & { account?: true };

const close = async (letter: Letter, ending: Ending, ports: MailPorts): Promise<Outcome> => {
  if (!(await record(letter, ending, ports))) return 'left';
  // Whoever is erased gets no letter: that is as it should be, and calls nobody.
  if (ending.to === 'unknown' || (ending.to === 'refused' && ending.reason !== 'erased'))
    ports.log.error('letter parked', { outcome: ending.to, ...(ending.reason && { error: ending.reason }) });
  return ending.to;
};

const prepared = async (letter: Letter, ports: MailPorts): Promise<{ message: Message } | Ending> => {
  try {
    const address = await addressOf(letter, ports);
    if (address === undefined) return { to: 'refused', reason: 'erased' };
    return { message: await prepare(letter, address, ports) };
  } catch (error) {
    // Nothing was handed to SES yet, so another try is safe.
    ports.log.warn('letter not prepared', errorFields(error));
    return { to: 'pending', reason: 'not-prepared' };
  }
};

const attempt = async (letter: Letter, ports: MailPorts): Promise<Attempted> => {
  const ready = await prepared(letter, ports);
  if ('to' in ready) return ready;
  if (!maySend(letter.leaseUntil ?? 0, ports.now().getTime())) return { to: 'pending', reason: 'lease-over' };
  try {
    return { to: 'sent', ...(await ports.send(ready.message.raw, ready.message.to)) };
  } catch (error) {
    return judgeSesError(error);
  }
};

const postponed = (letter: Letter, ending: Ending, now: number): Ending => {
  if (ending.to !== 'pending') return ending;
  const putOutAt = seconds(new Date(letter.at));
  if (isTriedNoMore(letter.class, putOutAt, now)) return { to: 'refused', reason: ending.reason ?? 'out-of-time' };
  return { ...ending, checkAt: now + backoff(letter.class, letter.attempts) };
};

const send = async (letter: Letter, ports: MailPorts): Promise<Outcome> => {
  const { account, ...ending } = await attempt(letter, ports);
  if (account && letter.attempts > refusalsUntold)
    ports.log.error('mail account refused', { outcome: ending.to, ...(ending.reason && { error: ending.reason }) });
  else if (ending.to === 'pending' && letter.attempts > triesUntold)
    ports.log.error('letter waits for long', { outcome: ending.to, ...(ending.reason && { error: ending.reason }) });
  return close(letter, postponed(letter, ending, seconds(ports.now())), ports);
};

/**
 * Delivers one letter, however often and by however many it is called: the claim comes before the call to SES, and what
 * came of it is recorded under the claim. A throw means that the outbox could not be written; the sweeper comes back.
 */
export const deliverLetter = async (id: string, ports: MailPorts): Promise<Outcome> => {
  const claim = { token: ports.newId(), now: ports.now() };
  const { mine, held } = await claimFree(id, claim, ports);
  if (mine) return send(mine, ports);
  const next = onHeld(held, seconds(claim.now));
  if (!held || next === 'leave') return 'left';
  if (next === 'close') return close(held, { to: 'unknown', reason: 'sender-died' }, ports);
  const taken = await takeOver(held, claim, ports);
  return taken ? send(taken, ports) : 'left';
};
