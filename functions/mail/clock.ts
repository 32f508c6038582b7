import { maySend, overWithin } from './domain.ts';
import type { MailPorts } from './mail-ports.ts';

/** The time of one delivery: it is started before the claim, and counts by whichever clock has gone further. */
export type Started = {
  /** Epoch milliseconds until which a call to SES may be under way. */
  until: number;
  /** Whether a call to SES may begin now. */
  mayBegin: () => boolean;
  /** Cuts the call off. */
  signal: AbortSignal;
};

/**
 * Starts the time of a delivery. The clock that nobody sets rules; the other one tells besides when a machine was stopped together
 * with the first.
 */
export const start = ({ monotonic, now }: Pick<MailPorts, 'monotonic' | 'now'>): Started => {
  const [begun, wall] = [monotonic(), now().getTime()];
  const elapsed = (): number => Math.max(monotonic() - begun, now().getTime() - wall);
  const signal = AbortSignal.timeout(overWithin);
  return {
    until: wall + overWithin,
    mayBegin: () => !signal.aborted && maySend(elapsed()),
    signal,
  };
};
