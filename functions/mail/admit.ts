import { addressOf, claimAddress, type Claimed } from '../preferences/public.ts';
import { mailboxHash } from '../people/public.ts';
import { errorFields } from '../kit/log.ts';
import type { Started } from './clock.ts';
import type { Message } from './compose.ts';
import { asksAddress, breachOf, classes, transactionalRefusal } from './domain/classes.ts';
import type { MailPorts } from './mail-ports.ts';
import { prepare } from './prepare.ts';
import { addressOf as recipientOf } from './sealed.ts';
import type { Ending, Letter } from './store.ts';
import { mailSwitch } from './switches.ts';

/** A letter that may go out now, or how its delivery ends without a call to SES. `release` names the address that is claimed for it. */
export type Admitted = { message: Message; claimed?: { hash: string; by: Claimed } } | Ending;

/** The rules that need no address: those of the class, and whether mail of its kind is switched off. */
const stopped = async (letter: Letter, ports: MailPorts): Promise<Ending | undefined> => {
  const breach = breachOf(letter, ports.postalAddress);
  if (breach) return { to: 'refused', reason: `class-${breach}` };
  // The pacer reads it for many at once.
  if (letter.class !== 'one-time' || (await mailSwitch('marketing', ports)).state === 'on') return undefined;
  return { to: 'pending', reason: 'switched-off' };
};

/** The address is not claimed for what somebody waits for; it is read while the letter is made. */
const admitTransactional = async (letter: Letter, to: string, hash: string, ports: MailPorts): Promise<Admitted> => {
  const reading = asksAddress(letter.template) ? addressOf(hash, ports) : undefined;
  const [message, known] = await Promise.all([prepare(letter, to, hash, ports), reading]);
  const refusal = transactionalRefusal(letter.template, known);
  return refusal ? { to: 'refused', reason: refusal } : { message };
};

const admitClaimed = async (
  letter: Letter,
  to: string,
  hash: string,
  started: Started,
  ports: MailPorts,
): Promise<Admitted> => {
  const message = await prepare(letter, to, hash, ports);
  const { id, claim = '', topic } = letter;
  const own = letter.class as 'service' | 'marketing' | 'one-time';
  const wanted = { claim, letter: id, class: own, topic, until: started.until, now: ports.now() };
  const got = await claimAddress(hash, wanted, ports);
  if ('claimed' in got) return { message, claimed: { hash, by: got.claimed } };
  return { to: got.refused === 'leased' ? 'pending' : 'refused', reason: got.refused };
};

/**
 * Decides whether a letter may go out, makes it ready, and claims its address where its class asks for that, last of all, so that the
 * address is held for as short as can be. Nothing is handed to SES here, so that whatever fails may be tried again.
 */
export const admit = async (letter: Letter, started: Started, ports: MailPorts): Promise<Admitted> => {
  try {
    const stop = await stopped(letter, ports);
    if (stop) return stop;
    const to = await recipientOf(letter, ports);
    if (to === undefined) return { to: 'refused', reason: 'erased' };
    const hash = await mailboxHash(to, ports);
    return classes[letter.class].claims
      ? await admitClaimed(letter, to, hash, started, ports)
      : await admitTransactional(letter, to, hash, ports);
  } catch (error) {
    ports.log.warn('letter not prepared', errorFields(error));
    return { to: 'pending', reason: 'not-prepared' };
  }
};
