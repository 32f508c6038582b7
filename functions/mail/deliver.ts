import { seconds } from '../kit/value/time.ts';
import { orderReached } from '../orders/public.ts';
import { releaseWrite, type Release } from '../preferences/public.ts';
import { apply } from '../kit/store/write.ts';
import { errorFields } from '../kit/log.ts';
import { admit, type Admitted } from './admit.ts';
import { start, type Started } from './clock.ts';
import { backoff, isEnded, isTriedNoMore, onHeld, refusalsUntold, triesUntold } from './domain.ts';
import { classes } from './domain/classes.ts';
import { isAwaited } from './domain/fate.ts';
import type { MailPorts } from './mail-ports.ts';
import { record } from './record.ts';
import { judgeSesError } from './ses-verdict.ts';
import { claimFree, takeOver, type Ending, type Letter } from './store.ts';
import { countSent } from './tallies.ts';

/** What a delivery came to; `left` means that the letter was not ours to send, or is ours no more. */
export type Outcome = 'sent' | 'unknown' | 'refused' | 'pending' | 'left';

/** An outcome with its reason, and whether the letter has ended; `bySes`: SES itself would not take it now. */
export type Delivery = { outcome: Outcome; ended: boolean; reason?: string | undefined; bySes?: boolean };

/** An ending with what is not kept of it: whether its cause is the account's, and whether SES put it off. */
type Attempted = Ending & { account?: true; bySes?: true };

/** Refusals that are as they should be, and call nobody. */
const quiet: ReadonlySet<string> = new Set([
  'erased', 'no-consent', 'suppressed', 'capped', 'paused', 'invited', 'undeliverable', 'ended',
]); // prettier-ignore

const close = async (letter: Letter, ending: Ending, ports: MailPorts): Promise<Delivery> => {
  if (!(await record(letter, ending, ports))) return { outcome: 'left', ended: false };
  if (ending.to === 'unknown' || (ending.to === 'refused' && !quiet.has(ending.reason ?? '')))
    ports.log.error('letter parked', { outcome: ending.to, ...(ending.reason && { error: ending.reason }) });
  return { outcome: ending.to, ended: isEnded(ending.to), reason: ending.reason };
};

const attempt = async (
  letter: Letter,
  ready: Exclude<Admitted, Ending>,
  started: Started,
  ports: MailPorts,
): Promise<Attempted> => {
  if (!started.mayBegin()) return { to: 'pending', reason: 'lease-over' };
  const { raw, to } = ready.message;
  const { stream } = classes[letter.class];
  try {
    const mail = { raw, to, stream, letter: letter.id, isAwaited: isAwaited(letter) };
    return { to: 'sent', ...(await ports.send(mail, started.signal)) };
  } catch (error) {
    const verdict = judgeSesError(error);
    return verdict.to === 'pending' ? { ...verdict, bySes: true } : verdict;
  }
};

const postponed = (letter: Letter, ending: Ending, now: number): Ending => {
  if (ending.to !== 'pending') return ending;
  const putOutAt = seconds(new Date(letter.at));
  const { minutes } = (letter.data ?? {}) as { minutes?: unknown };
  const goodFor = typeof minutes === 'number' ? minutes : undefined;
  if (isTriedNoMore(letter.class, putOutAt, now, goodFor))
    return { to: 'refused', reason: ending.reason ?? 'out-of-time' };
  return { ...ending, checkAt: now + backoff(letter.class, letter.attempts) };
};

/**
 * Releases the address, once the outcome is recorded. It may fail without harm: a lease that nobody releases ends by itself, and an
 * opt-out has waited by then.
 */
const release = async (
  ready: Exclude<Admitted, Ending>,
  outcome: Release['outcome'],
  ports: MailPorts,
): Promise<void> => {
  if (!ready.claimed) return;
  const { hash, by } = ready.claimed;
  await apply(releaseWrite(hash, by, { outcome }, ports), ports).catch((error: unknown) =>
    ports.log.warn('address not released', errorFields(error)),
  );
};

const tell = (letter: Letter, { to, reason, account }: Attempted, ports: MailPorts): void => {
  const fields = { outcome: to, ...(reason && { error: reason }) };
  if (account && letter.attempts > refusalsUntold) ports.log.error('mail account refused', fields);
  else if (to === 'pending' && letter.attempts > triesUntold) ports.log.error('letter waits for long', fields);
};

/** Has the order's page say that its mail does not reach the buyer. */
const noteUnreached = async ({ data }: Letter, { outcome, reason }: Delivery, ports: MailPorts): Promise<void> => {
  const { order } = (data ?? {}) as { order?: string };
  if (outcome === 'refused' && reason === 'undeliverable' && order !== undefined)
    await orderReached(order, false, ports);
};

const send = async (letter: Letter, started: Started, ports: MailPorts): Promise<Delivery> => {
  const ready = await admit(letter, started, ports);
  const attempted: Attempted = 'to' in ready ? ready : await attempt(letter, ready, started, ports);
  tell(letter, attempted, ports);
  const { account: _account, bySes, ...ending } = attempted;
  const closed = await close(letter, postponed(letter, ending, seconds(ports.now())), ports);
  if (!('to' in ready)) await release(ready, ending.to, ports);
  await noteUnreached(letter, closed, ports);
  if (closed.outcome === 'sent' && letter.class === 'one-time') await countSent(1, undefined, ports.now(), ports);
  return { ...closed, ...(bySes && { bySes }) };
};

const held = async (
  letter: Letter | undefined,
  token: string,
  started: Started,
  ports: MailPorts,
): Promise<Delivery> => {
  const now = ports.now();
  const next = onHeld(letter, seconds(now));
  if (!letter || next === 'leave') return { outcome: 'left', ended: !letter || isEnded(letter.state) };
  if (next === 'close') return close(letter, { to: 'unknown', reason: 'sender-died' }, ports);
  const taken = await takeOver(letter, { token, now }, ports);
  return taken ? send(taken, started, ports) : { outcome: 'left', ended: false };
};

/**
 * Delivers one letter, however often and by however many it is called: the claim comes before the call to SES, and what
 * came of it is recorded under the claim. A throw means that the outbox could not be written; the sweeper comes back.
 */
export const deliver = async (id: string, ports: MailPorts): Promise<Delivery> => {
  const started = start(ports);
  const claim = { token: ports.newId(), now: ports.now() };
  const got = await claimFree(id, claim, ports);
  return got.mine ? send(got.mine, started, ports) : held(got.held, claim.token, started, ports);
};

/** Delivers one letter (see `deliver`) and returns what it came to. */
export const deliverLetter = async (id: string, ports: MailPorts): Promise<Outcome> =>
  (await deliver(id, ports)).outcome;
