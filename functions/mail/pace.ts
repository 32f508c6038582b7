import type { Counts } from '../kit/work/sweep.ts';
import { errorFields } from '../kit/log.ts';
import { deliver, type Delivery } from './deliver.ts';
import type { MailPorts } from './mail-ports.ts';
import { duePages, forgetPage, keepPage, type Page } from './pages.ts';
import { refuseLetter } from './refuse.ts';
import { becomePacer, mailSwitch, type SwitchState } from './switches.ts';
import { countSent } from './tallies.ts';

/** Milliseconds after which a run begins no further letter; the longest delivery has to end before the worker's time. */
const paceBudget = 50_000;

/** Milliseconds for which no other run is the pacer: the worker's time. */
const pacerFor = 120_000;

/** Which part of SES's rate marketing takes: the rest is for mail that somebody waits for. */
const share = 0.8;

/** Letters that may be under way at a time, at any rate. */
const width = 20;

/** Milliseconds until a page is looked at again that SES would not take, that somebody switched off, or that has letters left. */
const again = { refused: 60_000, longest: 3_600_000, off: 60_000, left: 120_000 } as const;

type Run = { ports: MailPorts; counts: Counts; ends: number; stopped: boolean; next: number };

const count = ({ counts }: Run, outcome: string): void => void (counts[outcome] = (counts[outcome] ?? 0) + 1);

/** Waits for the next place in the rate: two letters are never begun nearer to each other than that. */
const place = async (run: Run): Promise<void> => {
  const { ports } = run;
  const at = Math.max(run.next, ports.now().getTime());
  run.next = at + 1000 / (ports.sendRate * share);
  const wait = Math.floor(at - ports.now().getTime());
  if (wait > 0) await ports.pause(wait);
};

const isOver = (run: Run): boolean => run.stopped || run.ports.now().getTime() >= run.ends;

const one = async (id: string, run: Run): Promise<Delivery | undefined> => {
  try {
    const delivery = await deliver(id, run.ports);
    count(run, delivery.outcome);
    // What SES will not take now it will not take of the next letter either.
    run.stopped ||= delivery.bySes === true;
    return delivery;
  } catch (error) {
    run.ports.log.warn('sweep left one', { worker: 'mail-pace', ...errorFields(error) });
    count(run, 'failed');
    return undefined;
  }
};

/** Delivers the letters of a page, and returns those that have not ended and how many were sent. */
const letters = async (page: Page, run: Run): Promise<{ left: string[]; sent: number }> => {
  const waiting = [...page.letters];
  const left: string[] = [];
  let sent = 0;
  const work = async (): Promise<void> => {
    while (!isOver(run)) {
      const id = waiting.shift();
      if (id === undefined) return;
      await place(run);
      const delivery = await one(id, run);
      if (delivery?.outcome === 'sent') sent += 1;
      if (!delivery?.ended) left.push(id);
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return { left: [...left, ...waiting], sent };
};

const stateOf = async ({ campaign }: Page, ports: MailPorts): Promise<SwitchState> => {
  const all = await Promise.all([mailSwitch('marketing', ports), mailSwitch(`campaign:${campaign}`, ports)]);
  const states = all.map(({ state }) => state);
  return states.includes('ended') ? 'ended' : states.includes('off') ? 'off' : 'on';
};

const later = ({ ports }: Run, milliseconds: number): Date => new Date(ports.now().getTime() + milliseconds);

/** Refuses the letters of a campaign that was given up; what somebody has in hand is left for a later run. */
const giveUp = async (page: Page, run: Run): Promise<void> => {
  const left: string[] = [];
  for (const id of page.letters) if (!(await refuseLetter(id, 'ended', run.ports))) left.push(id);
  if (left.length === 0) return forgetPage(page, run.ports);
  return keepPage(page, { letters: left, until: later(run, again.left), tried: false }, run.ports);
};

const whole = async (page: Page, run: Run): Promise<void> => {
  const { ports } = run;
  const state = await stateOf(page, ports);
  if (state === 'off') {
    count(run, 'switched-off');
    return keepPage(page, { letters: page.letters, until: later(run, again.off), tried: false }, ports);
  }
  if (state === 'ended') {
    count(run, 'ended');
    return giveUp(page, run);
  }
  const { left, sent } = await letters(page, run);
  await countSent(sent, page.campaign, ports.now(), ports);
  if (left.length === 0) return forgetPage(page, ports);
  const wait = run.stopped ? Math.min(again.longest, again.refused * 2 ** Math.min(page.tries, 10)) : again.left;
  const begun = left.length < page.letters.length || run.stopped;
  const until = begun && (run.stopped || !isOver(run)) ? later(run, wait) : ports.now();
  return keepPage(page, { letters: left, until, tried: run.stopped }, ports);
};

/**
 * Sends marketing that waits, page by page, at its part of the sending rate, as the only run that does. It stops when SES takes no
 * more, and goes on later: a used-up quota or a paused account loses no letter. Returns how many came to which outcome.
 */
export const pace = async (ports: MailPorts): Promise<Counts> => {
  const begun = ports.now().getTime();
  const run: Run = { ports, counts: {}, ends: begun + paceBudget, stopped: false, next: begun };
  const token = ports.newId();
  let isPacer = false;
  for await (const page of duePages(ports)) {
    isPacer ||= await becomePacer(token, begun + pacerFor, ports.now().getTime(), ports);
    if (!isPacer) return { busy: 1 };
    await whole(page, run);
    if (isOver(run)) break;
  }
  if (isPacer) await becomePacer(token, 0, ports.now().getTime(), ports);
  return run.counts;
};
