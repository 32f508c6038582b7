import { apply, transact } from '../../functions/kit/store/write.ts';
import {
  claimAddress, optOut, optOutWrites, releaseWrite, consentWrite, type Claimed, type OptOut,
} from '../../functions/preferences/public.ts'; // prettier-ignore
import { aYes } from '../builders/addresses.ts';
import type { TestPorts } from './ports.ts';

/** How a sender behaves: how far its clock is off, how long it is frozen between its claim and its check, how long its call takes, and whether it dies. */
export type Sender = { skew: number; frozen: number; call: number; dies?: 'claimed' | 'calling' };

type Event = { at: number; run: () => Promise<void> };

/** A call begins within this of the sender's start, by a clock that nothing moves, and is cut off after that (milliseconds). */
const beginsWithin = 2000;
const cutOffAfter = 4000;

/**
 * Senders of marketing to one address, in a time of its own: it passes only when somebody waits, and what is due in the meantime
 * happens then. `broken` is what must stay empty: calls that began after an opt-out had been answered.
 */
export const sendersTo = (hash: string, ports: TestPorts) => {
  let time = Date.parse('2026-07-24T09:00:00Z');
  let events: Event[] = [];
  let outSince: number | undefined;
  const begun: number[] = [];
  const broken: string[] = [];
  const clock = (skew: number) => new Date(time + skew);
  const later = (after: number, run: () => Promise<void>) => void events.push({ at: time + after, run });

  const pass = async (milliseconds: number): Promise<void> => {
    const until = time + milliseconds;
    for (;;) {
      const [next] = events.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at);
      if (!next) break;
      events = events.filter((event) => event !== next);
      time = Math.max(time, next.at);
      await next.run();
    }
    time = until;
  };
  const own = { ...ports, pause: pass, now: () => clock(0) };

  const call = async (claimed: Claimed, sender: Sender, started: number): Promise<void> => {
    begun.push(time);
    if (outSince !== undefined) broken.push(`a call began ${time - outSince} ms after an opt-out was answered`);
    if (sender.dies === 'calling') return;
    const takes = Math.min(sender.call, started + cutOffAfter - time);
    later(takes, async () => void (await apply(releaseWrite(hash, claimed, { outcome: 'sent' }, ports), own)));
  };

  /** Claims the address and goes on later, when it is not frozen any more; returns what the claim came to. */
  const send = async (sender: Sender, letter: string): Promise<string> => {
    const started = time;
    const now = clock(sender.skew);
    const claim = { claim: ports.newId(), letter, class: 'marketing', topic: 'newsletter', until: now.getTime() + 5000, now } as const;
    const got = await claimAddress(hash, claim, own);
    if ('refused' in got) return got.refused;
    if (sender.dies === 'claimed') return 'died';
    later(sender.frozen, async () => {
      if (time - started <= beginsWithin) return call(got.claimed, sender, started);
      await apply(releaseWrite(hash, got.claimed, { outcome: 'pending' }, ports), own);
    });
    return 'claimed';
  }; // prettier-ignore

  const no = (reason: OptOut['reason'], skew: number): OptOut =>
    ({ topics: 'all', reason, source: 'one-click', at: clock(skew) }) as const;

  return {
    send,
    pass,
    begun,
    broken,
    agree: async (skew: number) => {
      outSince = undefined;
      await apply(consentWrite(hash, aYes({ at: clock(skew) }), ports), own);
    },
    /** An opt-out that is answered: from then on no call may begin. */
    optOut: async (reason: OptOut['reason'], skew: number) => {
      await optOut(hash, no(reason, skew), own);
      outSince = time;
    },
    /** An opt-out whose request dies once it is written: nobody was answered, and the next one finds it done. */
    optOutUnanswered: async (skew: number) => {
      await transact(optOutWrites(hash, no('opt-out', skew), own), own);
    },
    isOut: () => outSince !== undefined,
  };
};
